/** Greeting and EHLO with an offer of this mechanism. */
export function offering(mechanism: string): string {
  return `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH ${mechanism}
`;
}
