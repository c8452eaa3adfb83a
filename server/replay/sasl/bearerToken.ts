/** Why a token cannot stand behind `Bearer`, else null: blanks or 0x01 in it would end it early. */
export function bearerFault(token: string): string | null {
  if (/^[!-~]+$/.test(token)) return null;
  return 'The access token holds something other than printable ASCII without blanks (RFC 6750).';
}
