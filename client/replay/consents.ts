import { env, window } from 'vscode';
import type { Consent } from '../../server/protocol/engine.ts';
import type { EngineProcess } from '../engineClient/engineProcess.ts';
import { consentText } from './consentText.ts';
import type { ServerAddress } from './targetText.ts';
import { targetText } from './targetText.ts';

/** The answers of this window's user, by host and port; nothing is kept for the next window. */
export class Consents {
  readonly #engine: EngineProcess;
  readonly #given = new Set<string>();

  constructor(engine: EngineProcess) {
    this.#engine = engine;
  }

  /** The consent for a server, null where none is needed; undefined where the user refused. */
  async ask(
    { host, port }: ServerAddress,
    recipients: readonly string[],
  ): Promise<Consent | null | undefined> {
    if (!(await this.#engine.request('needsConsent', { host }))) return null;
    const key = targetText({ host, port });
    if (!this.#given.has(key)) {
      const { question, detail } = consentText({
        server: { host, port },
        recipients,
        remoteName: env.remoteName,
      });
      const connect = 'Connect and Send';
      const answer = await window.showWarningMessage(question, { modal: true, detail }, connect);
      if (answer !== connect) return undefined;
      this.#given.add(key);
    }
    return { host, port };
  }
}
