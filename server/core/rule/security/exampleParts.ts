/** Pieces that the examples of this category are put together from. */

/** Greeting and EHLO with an offer of TLS. */
export const OFFERS_TLS = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
`;

/** The same, and TLS is set up. */
export const UNDER_TLS = `${OFFERS_TLS}C: STARTTLS
S: 220 Go ahead
# <TLS established>
`;

/** Under TLS, with an offer of mechanisms. */
export const SECURED = `${UNDER_TLS}C: EHLO client.example
S: 250-mx.example
S: 250 AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256
`;
