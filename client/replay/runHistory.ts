import { createHash, randomUUID } from 'node:crypto';
import { FileType, Uri, workspace } from 'vscode';
import type { RunTextSession } from '../../server/protocol/lsp.ts';
import type { FinishedRun } from './finishedRun.ts';
import { keptRunsSetting } from './replaySettings.ts';
import { entryOf, parseEntry } from './runEntry.ts';
import type { RunEntry } from './runEntry.ts';
import { runsToDrop } from './runsToDrop.ts';

/** Octets of all runs that are kept. */
const MOST_OCTETS = 10 * 1024 * 1024;

/** Octets of one run's events; of a longer one only the transcript is kept. */
const MOST_EVENTS = 2 * 1024 * 1024;

const EXTENSIONS = ['json', 'smtp', 'events.json'] as const;

/**
 * The last runs, each as a transcript and what else a list and a promotion need. Everything that is
 * stored came redacted from the engine.
 */
export class RunHistory {
  readonly #folder: Uri;
  #last: Promise<unknown> = Promise.resolve();

  /** `folder` is made when first needed. */
  constructor(folder: Uri) {
    this.#folder = folder;
  }

  /** Stores a run and drops what is too much. One at a time; rejects where it cannot be written. */
  add(run: FinishedRun): Promise<void> {
    return this.#inTurn(async () => {
      const runs = keptRunsSetting();
      if (runs > 0 && run.report.sessions.length > 0) await this.#write(run);
      await this.#drop(runs);
    });
  }

  /** Newest first. Files that are damaged are passed over. */
  async entries(): Promise<readonly RunEntry[]> {
    // The run that has just ended is still being written.
    await this.#last;
    const names = (await this.#files()).filter(name => /^[\w-]+\.json$/.test(name));
    const entries: RunEntry[] = [];
    for (const name of names.sort().reverse()) {
      const entry = parseEntry(await this.#read(name));
      if (entry !== undefined && `${entry.id}.json` === name) entries.push(entry);
    }
    return entries;
  }

  /** The run's transcript; '' where it is gone. */
  transcript({ id }: RunEntry): Promise<string> {
    return this.#read(`${id}.smtp`);
  }

  /** What the server makes a recording of; undefined where it was not kept. */
  async sessions({ id, hash }: RunEntry): Promise<readonly RunTextSession[] | undefined> {
    const text = hash === null ? '' : await this.#read(`${id}.events.json`);
    if (text === '') return undefined;
    const sessions: unknown = JSON.parse(text);
    // Only this class writes into the folder, and what it wrote were such sessions.
    return Array.isArray(sessions) ? (sessions as readonly RunTextSession[]) : undefined;
  }

  remove({ id }: RunEntry): Promise<void> {
    return this.#inTurn(() => this.#removeRun(id));
  }

  /** Every run, and the folder. */
  removeAll(): Promise<void> {
    return this.#inTurn(async () => {
      if ((await this.#files()).length === 0) return;
      await workspace.fs.delete(this.#folder, { recursive: true });
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #write(run: FinishedRun): Promise<void> {
    const stamp = run.startedAt.toISOString().replace(/\D/g, '');
    const id = `${stamp}-${randomUUID().slice(0, 8)}`;
    const events = eventsOf(run);
    const hash = events === undefined || run.text === undefined ? null : textHash(run.text);
    await workspace.fs.createDirectory(this.#folder);
    await this.#put(`${id}.smtp`, run.shown);
    if (hash !== null && events !== undefined) await this.#put(`${id}.events.json`, events);
    // The last file makes the run one: what was cut off before is no entry.
    await this.#put(`${id}.json`, JSON.stringify(entryOf(run, id, hash)));
  }

  async #drop(runs: number): Promise<void> {
    const sizes = new Map<string, number>();
    for (const name of await this.#files()) {
      const id = name.slice(0, name.indexOf('.'));
      const { size } = await workspace.fs.stat(this.#at(name));
      sizes.set(id, (sizes.get(id) ?? 0) + size);
    }
    const stored = [...sizes].map(([id, size]) => ({ id, size }));
    for (const id of runsToDrop(stored, { runs, octets: MOST_OCTETS })) await this.#removeRun(id);
  }

  async #removeRun(id: string): Promise<void> {
    const there = await this.#files();
    for (const name of EXTENSIONS.map(extension => `${id}.${extension}`)) {
      if (there.includes(name)) await workspace.fs.delete(this.#at(name));
    }
  }

  async #files(): Promise<readonly string[]> {
    try {
      const found = await workspace.fs.readDirectory(this.#folder);
      return found.filter(([, type]) => type === FileType.File).map(([name]) => name);
    } catch {
      // It is made with the first run.
      return [];
    }
  }

  async #read(name: string): Promise<string> {
    try {
      return Buffer.from(await workspace.fs.readFile(this.#at(name))).toString('utf8');
    } catch {
      return '';
    }
  }

  async #put(name: string, text: string): Promise<void> {
    await workspace.fs.writeFile(this.#at(name), Buffer.from(text, 'utf8'));
  }

  #at(name: string): Uri {
    return Uri.joinPath(this.#folder, name);
  }
}

/** Tells whether a text is the one that was replayed. */
export function textHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function eventsOf({ results, report }: FinishedRun): string | undefined {
  const whole = results.length === report.sessions.length && results.every(each => each.complete);
  if (!whole) return undefined;
  // The plan holds what the file holds, secrets too: it is made anew when it is needed.
  const text = JSON.stringify(
    results.map(({ session, how, events }) => ({ session, how, events })),
  );
  return text.length <= MOST_EVENTS ? text : undefined;
}
