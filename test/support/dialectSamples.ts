import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';

const SAMPLES = new URL('../fuzz/samples/', import.meta.url).pathname;
const CORPUS = new URL('../corpus/', import.meta.url).pathname;

/**
 * Texts of every dialect, by its id, the shortest first: what tools really printed and, where there
 * is no such file, what `test/fuzz/samples` has.
 */
export function dialectSamples(): ReadonlyMap<string, readonly Buffer[]> {
  const samples = new Map<string, Buffer[]>();
  const add = (id: string, octets: Buffer): void => {
    const known = samples.get(id);
    if (known === undefined) samples.set(id, [octets]);
    else known.push(octets);
  };
  for (const file of globSync(`${SAMPLES}*.txt`).sort()) {
    add(basename(file, '.txt'), readFileSync(file));
  }
  for (const file of globSync(`${CORPUS}*/*.{txt,smtp}`).sort()) {
    const octets = readFileSync(file);
    add(probeDialect(octets, bufferScanner).dialect.id, octets);
  }
  for (const texts of samples.values()) texts.sort((a, b) => a.length - b.length);
  return samples;
}
