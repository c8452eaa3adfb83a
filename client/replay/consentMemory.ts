import type { ServerAddress } from './targetText.ts';
import { targetText } from './targetText.ts';
import { weaknessesOf } from './weaknesses.ts';
import type { Weakness } from './weaknesses.ts';

/** A server and how it is talked to: who agreed to verified TLS did not agree to less. */
type Server = ServerAddress & Weakness;

/** Which servers the user agreed to, and which recipients they had seen when they did. */
export class ConsentMemory {
  readonly #seen = new Map<string, Set<string>>();

  /** True where the user agreed to each of these servers for each of these recipients. */
  covers(servers: readonly Server[], recipients: readonly string[]): boolean {
    return servers.every(server => {
      const seen = this.#seen.get(keyOf(server));
      return seen !== undefined && recipients.every(recipient => seen.has(recipient));
    });
  }

  add(servers: readonly Server[], recipients: readonly string[]): void {
    for (const server of servers) {
      const key = keyOf(server);
      const seen = this.#seen.get(key) ?? new Set();
      for (const recipient of recipients) seen.add(recipient);
      this.#seen.set(key, seen);
    }
  }
}

function keyOf(server: Server): string {
  return [targetText(server), ...weaknessesOf([server])].join(' ');
}
