import { mkdir, open, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { transcriptOfEvents } from '../../replay/record/transcriptOfEvents.ts';
import { shownName } from '../../report/shownName.ts';
import { UsageError } from '../command.ts';
import type { Invocation, Terminal } from '../command.ts';
import type { PlannedRun } from '../plannedRuns.ts';
import { reasonOf } from '../reasonOf.ts';
import type { Place } from './place.ts';
import type { KeptRun } from './runner.ts';

/** What will be run. */
export interface RunShape {
  readonly runs: readonly PlannedRun[];
  readonly places: readonly Place[];
  readonly rounds: number;
}

/** The runs as transcripts (`--record`): one file, or in a folder one for each file and server. */
export class Recording {
  /** By the path of the file it goes to, and there by the place among its sessions. */
  readonly #files: ReadonlyMap<string, KeptRun[]>;
  readonly #pathOf: (kept: KeptRun) => string;
  readonly #shape: RunShape;
  readonly #force: boolean;

  private constructor(to: {
    readonly paths: readonly string[];
    readonly pathOf: (kept: KeptRun) => string;
    readonly shape: RunShape;
    readonly force: boolean;
  }) {
    this.#files = new Map(to.paths.map(path => [path, []]));
    this.#pathOf = to.pathOf;
    this.#shape = to.shape;
    this.#force = to.force;
  }

  /**
   * Undefined where nothing is to be recorded. Throws a UsageError where a file is there already,
   * unless `--force` was given.
   */
  static async of(invocation: Invocation, shape: RunShape): Promise<Recording | undefined> {
    const out = invocation.value('record');
    const force = invocation.flag('force');
    if (out === undefined) {
      if (force) throw new UsageError('--force goes with --record');
      return undefined;
    }
    const isFile = extname(out) === '.smtp';
    const names = namesIn(out, shape);
    const pathOf = ({ planned, run }: KeptRun): string =>
      isFile ? out : (names.get(`${run.case.place.name}\0${planned.file}`) ?? out);
    const paths = isFile ? [out] : [...new Set(names.values())];
    const there = force ? [] : await existing(paths);
    if (there.length > 0) {
      const files = there.map(path => `"${path}"`).join(', ');
      throw new UsageError(`${files} would be overwritten: name another with --record, or --force`);
    }
    return new Recording({ paths, pathOf, shape, force });
  }

  /** Takes a run; nothing is written before the end. */
  take(kept: KeptRun): void {
    this.#files.get(this.#pathOf(kept))?.push(kept);
  }

  /** Writes the files of which something was run. Throws a UsageError where that fails. */
  async write(terminal: Terminal): Promise<void> {
    for (const [path, kept] of this.#files) {
      if (kept.length === 0) continue;
      const sessions = [...kept].sort(inOrderOf(this.#shape)).map(transcriptOf);
      await writeNew(path, sessions, this.#force);
      const count = sessions.length === 1 ? '1 session' : `${sessions.length} sessions`;
      terminal.note(`${shownName(path)}: ${count} recorded\n`);
    }
  }
}

/** Sessions that ran side by side come in the order in which they are reported. */
function inOrderOf({ runs, places }: RunShape): (one: KeptRun, other: KeptRun) => number {
  const files = [...new Set(runs.map(({ file }) => file))];
  const names = places.map(({ shown }) => shown.name);
  const rank = ({ run }: KeptRun): readonly number[] => {
    const { file, place, round, number } = run.case;
    return [files.indexOf(file), names.indexOf(place.name), round, number];
  };
  return (one, other) => {
    const others = rank(other);
    return rank(one).reduce((order, at, index) => order || at - (others[index] ?? 0), 0);
  };
}

function transcriptOf({ planned, run, events }: KeptRun): Uint8Array {
  return transcriptOfEvents(planned.plan, events, headerOf(planned, run));
}

function headerOf(planned: PlannedRun, run: KeptRun['run']): readonly string[] {
  const { place } = run.case;
  const when = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return [`replayed ${when} against ${place.name}, from ${planned.file}:${planned.line}`];
}

/** Where each file of each place goes; the names of two files that are alike get numbers. */
function namesIn(folder: string, { runs, places }: RunShape): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const below = places.length > 1 ? places : [undefined];
  for (const place of below) {
    const inside = place === undefined ? folder : join(folder, fileNameOf(place.shown.name));
    for (const file of new Set(runs.map(run => run.file))) {
      const stem = fileNameOf(basename(file, extname(file)));
      let path = join(inside, `${stem}.smtp`);
      for (let more = 2; taken.has(path); more += 1) path = join(inside, `${stem}-${more}.smtp`);
      taken.add(path);
      for (const { shown } of place === undefined ? places : [place]) {
        names.set(`${shown.name}\0${file}`, path);
      }
    }
  }
  return names;
}

/** A name that is one on every system, and never leads out of its folder. */
function fileNameOf(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[-. ]+|[-. ]+$/g, '');
  return safe === '' ? 'session' : safe.slice(0, 100);
}

async function existing(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map(path =>
      stat(path).then(
        () => path,
        () => undefined,
      ),
    ),
  );
  return found.filter(path => path !== undefined);
}

const BETWEEN = new TextEncoder().encode('\n# --- new session ---\n');

async function writeNew(
  path: string,
  sessions: readonly Uint8Array[],
  force: boolean,
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // Another program may have made it meanwhile.
    const handle = await open(path, force ? 'w' : 'wx');
    try {
      for (const [at, octets] of sessions.entries()) {
        if (at > 0) await handle.writeFile(BETWEEN);
        await handle.writeFile(octets);
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new UsageError(`cannot write "${path}": ${reasonOf(error)}`);
  }
}
