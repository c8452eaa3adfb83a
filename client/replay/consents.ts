import { env } from 'vscode';
import type { Consent } from '../../server/protocol/engine.ts';
import type { Target } from '../../server/protocol/replay.ts';
import type { Dialogs } from '../dialogs.ts';
import type { EngineProcess } from '../engineClient/engineProcess.ts';
import { ConsentMemory } from './consentMemory.ts';
import { consentText } from './consentText.ts';
import { weaknessesOf } from './weaknesses.ts';

/** What is going to be connected to, and who may get mail. */
export interface ConsentQuestion {
  readonly targets: readonly Target[];
  readonly recipients: readonly string[];
  /** Name of the environment where real mail is delivered. */
  readonly production: string | undefined;
}

/** The answers of this window's user; nothing is kept for the next window. */
export class Consents {
  readonly #engine: EngineProcess;
  readonly #dialogs: Dialogs;
  readonly #given = new ConsentMemory();

  constructor(engine: EngineProcess, dialogs: Dialogs) {
    this.#engine = engine;
    this.#dialogs = dialogs;
  }

  /**
   * The consents for the servers that need one; undefined where the user refused. For production
   * the question comes every time, also for this machine: a tunnel may begin there.
   */
  async ask(question: ConsentQuestion): Promise<readonly Consent[] | undefined> {
    const { targets, recipients, production } = question;
    const needed = await this.#needing(targets);
    const consents = needed.map(({ host, port }) => ({ host, port }));
    const asked = production === undefined ? needed : targets;
    if (asked.length === 0) return consents;
    if (production === undefined && this.#given.covers(needed, recipients)) return consents;
    const { remoteName } = env;
    const weaknesses = weaknessesOf(asked);
    const facts = { servers: asked, recipients, remoteName, production, weaknesses };
    if (!(await this.#dialogs.confirm(consentText(facts)))) return undefined;
    if (production === undefined) this.#given.add(needed, recipients);
    return consents;
  }

  async #needing(targets: readonly Target[]): Promise<readonly Target[]> {
    const needed: Target[] = [];
    for (const target of targets) {
      // A Unix socket is on this machine.
      if (target.path !== undefined) continue;
      const { host } = target;
      if (await this.#engine.request('needsConsent', { host })) needed.push(target);
    }
    return needed;
  }
}
