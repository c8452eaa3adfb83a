import { once } from 'node:events';
import { connect } from 'node:net';

const LF = 0x0a;
const HYPHEN = 0x2d;

/**
 * The least that a client on a Node socket has to do: write one entry, wait for the end of a reply,
 * write the next. It looks at nothing but where replies end.
 */
export async function bareClient(port: number, entries: readonly Uint8Array[]): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let next = 0;
  let lineStart = true;
  let column = 0;
  let more = false;
  socket.on('data', (octets: Buffer) => {
    for (const octet of octets) {
      if (lineStart) [lineStart, column, more] = [false, 0, false];
      if (column === 3) more = octet === HYPHEN;
      column += 1;
      if (octet !== LF) continue;
      lineStart = true;
      if (more) continue;
      const entry = entries[next];
      next += 1;
      if (entry) socket.write(entry);
      else socket.end();
    }
  });
  await once(socket, 'close');
  if (next <= entries.length) throw new Error(`the bare client got ${String(next)} replies only`);
}
