/** The opening of an example whose server promises enhanced codes. */
export const CODED_OPENING = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 ENHANCEDSTATUSCODES
`;

/** Its end. */
export const CODED_CLOSING = `C: QUIT
S: 221 2.0.0 Bye
`;
