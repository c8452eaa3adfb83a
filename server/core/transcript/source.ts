import type { Dialect, DialectReader } from '../dialect/dialect.ts';
import type { Scanner } from '../octets/scanner.ts';

/** The stretch being read and the tools to read it with. */
export interface Source {
  /** What records point into; decoded text moves as it grows. */
  octets: Uint8Array;
  readonly scanner: Scanner;
  readonly dialect: Dialect;
  readonly reader: DialectReader;
}
