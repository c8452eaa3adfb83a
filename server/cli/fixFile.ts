import { readFile } from 'node:fs/promises';
import type { LintOptions } from '../core/rule/run.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { storedAs } from '../host/utf8Of.ts';
import { fixRounds } from '../report/fixRounds.ts';
import { shownName } from '../report/shownName.ts';
import { UsageError } from './command.ts';
import type { Terminal } from './command.ts';
import type { Input } from './inputs.ts';
import { reasonOf } from './reasonOf.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * Fixes the file on disk and gives its octets. Only `.smtp` files are changed: a captured log is
 * evidence, whatever is wrong with it. One whose octets would not stay what they are beside the
 * fixes is left alone. Throws a UsageError where the file cannot be written.
 */
export async function fixFile(
  input: Input,
  options: LintOptions & { readonly fix: 'safe' | 'all'; readonly terminal: Terminal },
): Promise<Uint8Array> {
  const { terminal, fix } = options;
  const why = whyNot(input);
  if (why !== undefined) {
    terminal.note(`${shownName(input.file)}: not fixed: ${why}\n`);
    return input.octets;
  }
  const fixed = fixRounds({ ...input, scanner: bufferScanner }, options, { fix });
  const { octets, applied } = fixed;
  if (Buffer.compare(octets, input.octets) === 0) return input.octets;
  if (!(await isStoredAs(input))) {
    terminal.note(`${shownName(input.file)}: not fixed: ${LOSS}\n`);
    return input.octets;
  }
  await replaceFile(input.file, storedAs(octets, input.storage));
  terminal.note(`${shownName(input.file)}: ${applied} fixed\n`);
  return octets;
}

const LOSS = 'it is compressed, not all of it is text, or it has changed meanwhile';

/** Would the file be what it is, were its text written without a fix? */
async function isStoredAs({ file, octets, storage }: Input): Promise<boolean> {
  try {
    return Buffer.compare(await readFile(file), storedAs(octets, storage)) === 0;
  } catch (error) {
    throw new UsageError(`cannot read "${file}": ${reasonOf(error)}`);
  }
}

function whyNot({ file, dialect }: Input): string | undefined {
  if (file === '<stdin>') return 'this is standard input';
  if (dialect.id !== 'smtp') return `this is a captured log (${dialect.id})`;
  return file.endsWith('.smtp') ? undefined : 'only .smtp files are changed';
}
