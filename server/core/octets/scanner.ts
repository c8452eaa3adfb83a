/**
 * The native searches and decoders the pure core is given: Node's Buffer on the command line and in
 * the server, plain code elsewhere. `from` and `to` are octet offsets, `to` exclusive.
 */
export interface Scanner {
  /** First place of `octet` in [from, to), or -1. */
  indexOf(octets: Uint8Array, octet: number, from: number, to: number): number;
  /** First place of the sequence that begins and ends within [from, to), or -1. */
  indexOfSequence(octets: Uint8Array, sequence: Uint8Array, from: number, to: number): number;
  /** Last place of `octet` in [from, to), or -1. */
  lastIndexOf(octets: Uint8Array, octet: number, from: number, to: number): number;
  /** True when no octet of [from, to) is above 127. */
  isAscii(octets: Uint8Array, from: number, to: number): boolean;
  /** True when [from, to) is well-formed UTF-8. */
  isUtf8(octets: Uint8Array, from: number, to: number): boolean;
  /** One character an octet. */
  latin1(octets: Uint8Array, from: number, to: number): string;
  /** UTF-8 with U+FFFD for what is not well-formed. */
  utf8(octets: Uint8Array, from: number, to: number): string;
  /** The UTF-8 octets of a string; lone surrogates become U+FFFD. */
  encode(text: string): Uint8Array;
}
