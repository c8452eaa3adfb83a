import type { Scanner } from '../octets/scanner.ts';
import type { Reply } from './model.ts';
import type { Capabilities } from './state.ts';

/**
 * The extensions an EHLO or LHLO reply advertises (RFC 5321 §4.1.1.1): upper-case keyword to its
 * parameters as written. The first line is the server's domain. `AUTH=LOGIN`, an old spelling,
 * counts as AUTH unless the proper one is there too.
 */
export function capabilitiesOf(octets: Uint8Array, scanner: Scanner, reply: Reply): Capabilities {
  const capabilities = new Map<string, string>();
  for (const line of reply.lines.slice(1)) {
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
