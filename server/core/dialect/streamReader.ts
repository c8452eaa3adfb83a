import type { Decoded, DecodedLine } from './decodingReader.ts';
import { DecodingReader } from './decodingReader.ts';
import type { LineContext } from './dialect.ts';
import { joinedPieces, pieceFrom } from './joinedPieces.ts';
import type { PlacedOctets } from './joinedPieces.ts';

const LF = 10;

type Party = 'client' | 'server';

/** One direction of a connection. */
interface Direction {
  readonly party: Party;
  line: DecodedLine;
  /** What came of a line that is not complete yet. */
  readonly held: PlacedOctets[];
  span: Decoded;
}

/** How far the handshake after STARTTLS got: what follows it nobody can read. */
type Secrecy = 'none' | 'asked' | 'granted' | 'secret';

/**
 * Reads a dialect that shows pieces of the two octet streams, wherever they were cut: lines are put
 * together again, and what is encrypted is left out.
 */
export abstract class StreamReader extends DecodingReader {
  readonly #directions = new Map<string, Direction>();
  readonly #secrecy = new Map<string, Secrecy>();

  /** Reads the physical line [from, to); returns another end where it takes more lines than one. */
  protected abstract read(from: number, to: number, context: LineContext): number | undefined;

  protected decode(from: number, to: number, context: LineContext): number | undefined {
    const end = this.read(from, to, context);
    // Behind the last line there may be a line end still.
    if (this.octets.length - (end ?? to) <= 2 && this.#isOver(end ?? to)) this.#flush();
    return end;
  }

  /** Takes the next octets that one side sent; [from, to) of the source stands for them. */
  protected stream(party: Party, octets: Uint8Array, span: Decoded, line: DecodedLine = {}): void {
    if (this.#isSecret(party, octets, span, line)) return;
    const direction = this.#direction(party, span, line);
    direction.line = line;
    const places = this.placesOf(octets, span);
    const begun = this.scanner.lastIndexOf(octets, LF, 0, octets.length) + 1;
    if (begun > 0) {
      direction.held.push({ octets: octets.subarray(0, begun), places });
      this.#give(direction, span);
    }
    if (begun < octets.length) direction.held.push(pieceFrom({ octets, places }, begun));
    direction.span = span;
  }

  /** Is a line of this side begun and not ended? */
  protected isHeld(party: Party, connection = ''): boolean {
    return (this.#directions.get(`${party} ${connection}`)?.held.length ?? 0) > 0;
  }

  /** The connection is new, or over: nothing that was held will be completed. */
  protected forget(connection = ''): void {
    this.#secrecy.delete(connection);
    for (const party of ['client', 'server'] as const) {
      const direction = this.#directions.get(`${party} ${connection}`);
      if (direction === undefined) continue;
      if (direction.held.length > 0) this.#give(direction, direction.span);
      this.#directions.delete(`${party} ${connection}`);
    }
  }

  #direction(party: Party, span: Decoded, line: DecodedLine): Direction {
    const key = `${party} ${line.connection ?? ''}`;
    const known = this.#directions.get(key);
    if (known !== undefined) return known;
    const direction: Direction = { party, line, held: [], span };
    this.#directions.set(key, direction);
    return direction;
  }

  #give(direction: Direction, { from, to }: Decoded): void {
    const { octets, places } = joinedPieces(direction.held.splice(0));
    this.#follow(direction, octets);
    this.wireOctets(direction.party, octets, { from, to, places }, { ...direction.line });
  }

  #flush(): void {
    for (const direction of this.#directions.values()) {
      if (direction.held.length > 0) this.#give(direction, direction.span);
    }
  }

  #isOver(at: number): boolean {
    return this.scanner.latin1(this.octets, at, this.octets.length).trim() === '';
  }

  /** STARTTLS and 220 to it: what the client sends then is its handshake. */
  #follow({ party, line }: Direction, octets: Uint8Array): void {
    const connection = line.connection ?? '';
    if (party === 'client') {
      const tail = this.scanner.latin1(octets, Math.max(0, octets.length - 16), octets.length);
      this.#secrecy.set(connection, /(?:^|\n)starttls\s{1,4}$/i.test(tail) ? 'asked' : 'none');
    } else if (this.#secrecy.get(connection) === 'asked') {
      const head = this.scanner.latin1(octets, 0, Math.min(octets.length, 3));
      this.#secrecy.set(connection, head === '220' ? 'granted' : 'none');
    }
  }

  #isSecret(party: Party, octets: Uint8Array, { from, to }: Decoded, line: DecodedLine): boolean {
    const connection = line.connection ?? '';
    const secrecy = this.#secrecy.get(connection);
    if (secrecy === 'secret') {
      // Part of this session, not of what stands before the next one.
      if (connection === '') this.event('gap', from, to, line);
      return true;
    }
    const head = this.scanner.latin1(octets, 0, Math.min(octets.length, 4));
    const handshake = head.startsWith('\u0016\u0003');
    const hello = secrecy === 'granted' && party === 'client' && !/^[A-Za-z]{4}$/.test(head);
    if (!handshake && !hello) return false;
    this.event('tls', from, to, line);
    this.#secrecy.set(connection, 'secret');
    return true;
  }
}
