import { readFileSync } from 'node:fs';

/** A file of test/corpus that is text, and its octets. */
export interface CorpusFile {
  readonly file: string;
  readonly octets: Buffer;
}

/** Every capture of the corpus that an editor can open as text. */
export function corpusFiles(): CorpusFile[] {
  const place = new URL('../corpus/', import.meta.url);
  const entries = JSON.parse(readFileSync(new URL('manifest.json', place), 'utf8')) as readonly {
    readonly file: string;
  }[];
  return entries
    .filter(({ file }) => !/\.pcap(?:ng)?$/.test(file))
    .map(({ file }) => ({ file, octets: readFileSync(new URL(file, place)) }));
}
