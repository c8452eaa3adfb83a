/** Pieces that the examples of this category are put together from. */

/** Greeting and an EHLO without extensions. */
export const OPENED = `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example`;

/** The same with these extensions. */
export function openedWith(...extensions: readonly string[]): string {
  const last = extensions.length - 1;
  const lines = extensions.map((text, at) => `S: 250${at === last ? ' ' : '-'}${text}`);
  return [OPENED.replace('250 mx', '250-mx'), ...lines].join('\n');
}

/** A sender and a recipient that are accepted. */
export const ENVELOPE = `C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK`;

/** A message of 131 octets, without its dot. */
export const TEXT = `C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C: From: a@client.example
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: t
C: 
C: hi`;

/** DATA with a message that is accepted. */
export const DATA = `C: DATA
S: 354 End data with a dot
${TEXT}
C: .
S: 250 OK`;

/** The end. */
export const BYE = `C: QUIT
S: 221 Bye
`;
