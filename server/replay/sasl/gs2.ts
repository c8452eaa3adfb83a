/** A name in a GS2 or SCRAM message: `,` and `=` have meanings of their own (RFC 5802 §5.1). */
export function saslName(name: string): string {
  return name.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

/** `flag,a=…,`: how the exchange binds to its channel and whom to act as (RFC 5801 §4). */
export function gs2Header(flag: string, authzid: string): string {
  return `${flag},${authzid === '' ? '' : `a=${saslName(authzid)}`},`;
}
