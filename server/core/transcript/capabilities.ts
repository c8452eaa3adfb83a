import type { Scanner } from '../octets/scanner.ts';
import type { Reply } from './model.ts';
import type { Capabilities } from './state.ts';

/**
 * The extensions an EHLO or LHLO reply advertises (RFC 5321 §4.1.1.1): upper-case keyword to its
 * parameters as written. The first line is the server's domain. `AUTH=LOGIN`, an old spelling,
 * counts as AUTH unless the proper one is there too.
 */
export function capabilitiesOf(octets: Uint8Array, scanner: Scanner, reply: Reply): Capabilities {
  const start = reply.lines[1]?.line.start ?? 0;
  const end = reply.lines.at(-1)?.line.end ?? 0;
  if (end - start > LONGEST_LIST || !isInOnePiece(reply)) return readAll(octets, scanner, reply);
  const text = scanner.latin1(octets, start, end);
  const known = lists.get(text);
  if (known !== undefined) return known;
  const capabilities = readAll(octets, scanner, reply);
  if (lists.size < MOST_LISTS) lists.set(text, capabilities);
  return capabilities;
}

/** Servers offer the same in session after session; lists are never changed, so they are shared. */
const lists = new Map<string, Capabilities>();
const MOST_LISTS = 300;
const LONGEST_LIST = 600;

/** No other line stands between its lines. */
function isInOnePiece({ lines }: Reply): boolean {
  for (let index = 2; index < lines.length; index++) {
    const gap = (lines[index]?.line.start ?? 0) - (lines[index - 1]?.line.end ?? 0);
    if (gap > LINE_END) return false;
  }
  return lines.length > 1;
}

const LINE_END = 2;

function readAll(octets: Uint8Array, scanner: Scanner, reply: Reply): Capabilities {
  const capabilities = new Map<string, string>();
  for (let index = 1; index < reply.lines.length; index++) {
    const line = reply.lines[index];
    if (line === undefined) break;
    const text = scanner.latin1(octets, line.text.start, line.text.end).trim();
    const end = text.search(/[ =]/);
    const keyword = (end < 0 ? text : text.slice(0, end)).toUpperCase();
    if (keyword === '') continue;
    const values = end < 0 ? '' : text.slice(end + 1).trim();
    const known = capabilities.get(keyword);
    if (known === undefined) capabilities.set(keyword, values);
    else if (values !== '' && known !== values) {
      capabilities.set(keyword, known === '' ? values : `${known} ${values}`);
    }
  }
  return capabilities;
}

class UnseenCapabilities extends Map<string, string> {
  override has(): boolean {
    return true;
  }
}

/** A list that the transcript does not show: whatever is asked for may be in it. */
export const unseenCapabilities: Capabilities = new UnseenCapabilities();
