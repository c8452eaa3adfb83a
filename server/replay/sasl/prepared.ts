import { saslprep } from '@mongodb-js/saslprep';

/** Query strings may hold code points that Unicode 3.2 did not have, stored ones may not. */
export type PreparedAs = 'query' | 'stored';

/** Text as SASLprep has it (RFC 4013), null where it must not be used or nothing is left of it. */
export function prepared(text: string, as: PreparedAs): string | null {
  if (/^[ -~]*$/.test(text)) return text === '' ? null : text;
  try {
    const result = saslprep(text, { allowUnassigned: as === 'query' });
    return result === '' ? null : result;
  } catch {
    return null;
  }
}
