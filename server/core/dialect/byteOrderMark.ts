/** Where the text begins: after the byte order mark that an editor may have put before it. */
export function afterBom(octets: Uint8Array): number {
  return octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf ? 3 : 0;
}
