import type { LintOptions } from '../core/rule/run.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { storedAs } from '../host/utf8Of.ts';
import { fixRounds } from '../report/fixRounds.ts';
import { visibleOf } from '../core/octets/visible.ts';
import type { Terminal } from './command.ts';
import type { Input } from './inputs.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * Fixes the file on disk and gives its octets. Only `.smtp` files are changed: a captured log is
 * evidence, whatever is wrong with it.
 */
export async function fixFile(
  input: Input,
  options: LintOptions & { readonly fix: 'safe' | 'all'; readonly terminal: Terminal },
): Promise<Uint8Array> {
  const { terminal, fix } = options;
  const why = whyNot(input);
  if (why !== undefined) {
    terminal.note(`${visibleOf(input.file)}: not fixed: ${why}\n`);
    return input.octets;
  }
  const fixed = fixRounds({ ...input, scanner: bufferScanner }, options, { fix });
  const { octets, applied } = fixed;
  if (Buffer.compare(octets, input.octets) === 0) return input.octets;
  await replaceFile(input.file, storedAs(octets, input.storage));
  terminal.note(`${visibleOf(input.file)}: ${applied} fixed\n`);
  return octets;
}

function whyNot({ file, dialect }: Input): string | undefined {
  if (file === '<stdin>') return 'this is standard input';
  if (dialect.id !== 'smtp') return `this is a captured log (${dialect.id})`;
  return file.endsWith('.smtp') ? undefined : 'only .smtp files are changed';
}
