import { transcriptOfRun } from '../../server/replay/record/transcriptOfRun.ts';
import type { SessionRun } from './runSession.ts';

/** The scenario with the replies of a server in place of its own, or why there is none. */
export function recordingOf({
  session,
  events,
  server,
}: SessionRun): string | { readonly refused: string } {
  const octets = new TextEncoder().encode(session.text);
  const { promoted } = transcriptOfRun({ octets, plan: session.plan, events });
  if ('refused' in promoted) return promoted;
  return `# Recorded on ${server.name} ${server.version}.\n${new TextDecoder().decode(promoted)}`;
}
