import { ENVELOPE } from '../exampleParts.ts';

/** The opening of an example whose server takes BDAT, and an envelope. */
export const UNTIL_BDAT = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 CHUNKING
${ENVELOPE}`;
