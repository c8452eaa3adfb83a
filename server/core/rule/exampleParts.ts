/** The opening of an example: greeting and an EHLO without extensions. */
export const OPENING = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
`;

/** An envelope of one recipient. */
export const ENVELOPE = `C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
`;

/** DATA and its go-ahead. */
export const DATA = `C: DATA
S: 354 End data with a dot
`;

/** A sound header, the empty line left out. */
export const HEADER = `C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C: From: a@client.example
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: t
`;

/** The end of the content and its reply. */
export const END_OF_DATA = `C: .
S: 250 OK
`;

/** The end of a session. */
export const CLOSING = `C: QUIT
S: 221 Bye
`;

/** From the greeting to the go-ahead for the content. */
export const UNTIL_CONTENT = `${OPENING}${ENVELOPE}${DATA}`;

/** From the dot to the end of the session. */
export const AFTER_CONTENT = `${END_OF_DATA}${CLOSING}`;

/** A session without fault that sends one message. */
export const WHOLE = `${UNTIL_CONTENT}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`;
