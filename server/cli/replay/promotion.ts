import { readFile } from 'node:fs/promises';
import { groupBy } from '../../core/octets/groupBy.ts';
import { storedAs } from '../../host/utf8Of.ts';
import { transcriptOfRun } from '../../replay/record/transcriptOfRun.ts';
import { isRight } from '../../report/replayRun.ts';
import type { ReplayRun } from '../../report/replayRun.ts';
import { shownName } from '../../report/shownName.ts';
import { UsageError } from '../command.ts';
import type { Invocation, Terminal } from '../command.ts';
import type { Input } from '../inputs.ts';
import { reasonOf } from '../reasonOf.ts';
import { replaceFile } from '../replaceFile.ts';
import type { RunShape } from './recording.ts';
import type { KeptRun } from './runner.ts';

/** Live replies take the place of recorded ones (`--update`): the run becomes the recording. */
export class Promotion {
  readonly #kept: KeptRun[] = [];

  /**
   * Undefined where files stay as they are. Throws a UsageError where they cannot be promoted: a
   * captured log is evidence, and of several runs none is the one.
   */
  static of(invocation: Invocation, { runs, places, rounds }: RunShape): Promotion | undefined {
    if (!invocation.flag('update')) return undefined;
    if (places.length > 1 || rounds > 1) {
      throw new UsageError('--update goes with one server and one run of each session');
    }
    for (const { input } of runs) {
      const why = whyNot(input);
      if (why !== undefined) throw new UsageError(`--update: "${input.file}" ${why}`);
    }
    return new Promotion();
  }

  take(kept: KeptRun): void {
    if (kept.run.verdict === 'differed' && !isRight(kept.run)) this.#kept.push(kept);
  }

  /** Writes the files; gives the runs that are recordings now. */
  async write(terminal: Terminal): Promise<ReadonlySet<ReplayRun>> {
    const promoted = new Set<ReplayRun>();
    for (const [input, kept] of groupBy(this.#kept, ({ planned }) => planned.input)) {
      const taken = await promoteFile(input, kept, terminal);
      for (const run of taken) promoted.add(run);
    }
    return promoted;
  }
}

function whyNot({ file, dialect }: Input): string | undefined {
  if (file === '<stdin>') return 'is standard input';
  if (dialect.id !== 'smtp') return `is a captured log (${dialect.id}): convert it first`;
  return file.endsWith('.smtp') ? undefined : 'is no .smtp file';
}

async function promoteFile(
  input: Input,
  kept: readonly KeptRun[],
  terminal: Terminal,
): Promise<readonly ReplayRun[]> {
  let { octets } = input;
  const taken: ReplayRun[] = [];
  // From the last session to the first: what changes below leaves the lines above where they are.
  for (const one of [...kept].sort((a, b) => b.planned.line - a.planned.line)) {
    const { promoted } = transcriptOfRun({ octets, plan: one.planned.plan, events: one.events });
    if ('refused' in promoted) {
      const name = one.run.case.session;
      terminal.complain(`"${input.file}": "${name}" is not updated: ${promoted.refused}`);
      continue;
    }
    octets = promoted;
    taken.push(one.run);
  }
  if (taken.length === 0) return [];
  if (!(await isUnchanged(input))) {
    terminal.complain(`"${input.file}" is not updated: ${LOSS}`);
    return [];
  }
  await replaceFile(input.file, storedAs(octets, input.storage));
  const count = taken.length === 1 ? '1 session' : `${taken.length} sessions`;
  terminal.note(`${shownName(input.file)}: ${count} updated\n`);
  return taken;
}

const LOSS = 'it is compressed, not all of it is text, or it has changed meanwhile';

async function isUnchanged({ file, octets, storage }: Input): Promise<boolean> {
  try {
    return Buffer.compare(await readFile(file), storedAs(octets, storage)) === 0;
  } catch (error) {
    throw new UsageError(`cannot read "${file}": ${reasonOf(error)}`);
  }
}
