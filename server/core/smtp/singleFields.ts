/**
 * Header fields that a message has at most once, as they are written (RFC 5322 §3.6); the three that
 * it should have come first.
 */
export const SINGLE_FIELDS: readonly string[] = [
  ...['Date', 'From', 'Message-ID', 'Sender', 'Reply-To', 'To', 'Cc', 'Bcc'],
  ...['In-Reply-To', 'References', 'Subject'],
];
