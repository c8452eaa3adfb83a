import type { PlanStep } from '../../protocol/replay.ts';

/**
 * To which exchange each step belongs, by the position of its command in `steps`: a command or raw
 * octets begin one, content, chunks and responses go on with it, replies and the handshake belong to
 * what they answer. Steps outside any, such as the greeting, stand for themselves.
 */
export function exchangesOf(steps: readonly PlanStep[]): readonly number[] {
  const owners: number[] = [];
  let open = -1;
  for (const [at, step] of steps.entries()) {
    if (step.kind === 'send' && continues(step.purpose)) owners.push(open < 0 ? at : open);
    else if (step.kind === 'expect' && step.answers !== null)
      owners.push(owners[step.answers] ?? at);
    else if (step.kind === 'tls') owners.push(owners[step.requires] ?? at);
    else {
      owners.push(at);
      if (step.kind === 'send') open = at;
    }
  }
  return owners;
}

function continues(purpose: string): boolean {
  return purpose === 'content' || purpose === 'chunk' || purpose === 'auth-response';
}
