import type { Dialect, DialectReader } from '../dialect/dialect.ts';
import type { Scanner } from '../octets/scanner.ts';

/** The stretch being read and the tools to read it with. */
export interface Source {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
  readonly dialect: Dialect;
  readonly reader: DialectReader;
}
