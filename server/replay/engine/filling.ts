import type { PlanStep, SendStep } from '../../protocol/replay.ts';
import { fillOctets } from '../expect/fillOctets.ts';
import type { Filled } from '../expect/fillOctets.ts';
import type { Values } from './values.ts';

/** Octets as they leave: `{{name}}` places filled, sizes of BDAT chunks told anew. */
export class Filling {
  readonly #steps: readonly PlanStep[];
  readonly #values: Values;
  /** Chunks that were filled when their size was needed. */
  readonly #done = new Map<number, Uint8Array>();

  constructor(steps: readonly PlanStep[], values: Values) {
    this.#steps = steps;
    this.#values = values;
  }

  /** What was made of a step before it left. */
  done(step: SendStep): Uint8Array | undefined {
    return this.#done.size === 0 ? undefined : this.#done.get(step.index);
  }

  /** The octets of a step, or the name whose value is missing or must not stand in it. */
  fill(step: SendStep): Filled {
    const known = this.done(step);
    if (known) return known;
    const filled =
      step.variables === undefined
        ? step.octets
        : fillOctets(step.octets, step.variables, this.#values.known, placeOf(step));
    if (step.announces === undefined || !(filled instanceof Uint8Array)) return filled;
    const chunk = this.#steps[step.announces];
    if (chunk?.kind !== 'send') return filled;
    const content = this.fill(chunk);
    if (!(content instanceof Uint8Array)) return content;
    this.#done.set(chunk.index, content);
    return announcing(filled, content.length);
  }
}

function placeOf({ purpose }: SendStep): 'line' | 'content' | 'chunk' {
  return purpose === 'content' || purpose === 'chunk' ? purpose : 'line';
}

/** A BDAT command with another size (RFC 3030 §2). */
function announcing(command: Uint8Array, size: number): Uint8Array {
  const text = Buffer.from(command).toString('latin1');
  return Buffer.from(text.replace(/^(\s*\S+\s+)\d+/, `$1${String(size)}`), 'latin1');
}
