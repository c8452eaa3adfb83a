/** How the text of a file is stored, as far as its first octets tell. */
export interface Storage {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Octets of the byte order mark, 0 where there is none. */
  readonly mark: number;
}

const MARKS: readonly (readonly [Storage, readonly number[]])[] = [
  [{ encoding: 'utf-8', mark: 3 }, [0xef, 0xbb, 0xbf]],
  [{ encoding: 'utf-16le', mark: 2 }, [0xff, 0xfe]],
  [{ encoding: 'utf-16be', mark: 2 }, [0xfe, 0xff]],
];

const PLAIN: Storage = { encoding: 'utf-8', mark: 0 };

/** What the byte order mark says; without one the octets are taken as they are. */
export function storageOf(octets: Uint8Array): Storage {
  const found = MARKS.find(([, mark]) => mark.every((octet, at) => octets[at] === octet));
  return found?.[0] ?? PLAIN;
}
