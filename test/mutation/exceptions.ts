/** A mutator that is not always judged as meant. */
export interface Exception {
  readonly rule: string;
  /** The mutator, as in its `what`. */
  readonly what: string;
  /** Mutants of it that may be judged otherwise, at most. */
  readonly most: number;
  readonly why: string;
}

/** What may go wrong, and why; everything else has to be right. */
export const EXCEPTIONS: readonly Exception[] = [];

/** Rules that no mutator breaks, and why. */
export const WITHOUT_MUTATOR: ReadonlyMap<string, string> = new Map([]);

/** Rules whose mutants mean something else in a capture of another dialect, and why. */
export const NOT_IN_CAPTURES: ReadonlyMap<string, string> = new Map([
  ['greeting-missing', 'a capture may begin later'],
  ['final-reply-repeated', 'where the content is not shown, its replies cannot be told apart'],
  ['starttls-in-transaction', 'the marks of the lines, or other notes, still show TLS'],
  ['starttls-pipelined', 'the marks of the lines, or other notes, still show TLS'],
  ['plaintext-auth-without-tls', 'the marks of the lines, or other notes, still show TLS'],
  ['tls-refused-then-cleartext', 'the marks of the lines, or other notes, still show TLS'],
  ['tls-mark-missing', 'the marks of the lines, or other notes, still show TLS'],
]);

/** Findings that a fix may bring to light: of the rule named second, and why that is right. */
export const FIX_GAINS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'unknown-rule-in-suppression': {
    'unused-suppression': 'whether the rule that was meant finds something, the fix cannot know',
  },
  'directive-invalid': {
    'unused-suppression': 'whether the suppression is of use, the fix cannot know',
  },
  'auth-response-not-base64': {
    'auth-plain-malformed': 'what was sent without base64 need not be a message of PLAIN',
  },
  'control-character-in-command': {
    'required-command-refused': 'the server refused the command as it was',
    'address-syntax': 'a backspace may have taken the only letter of the local-part',
  },
  'unknown-command': {
    'transaction-not-restarted': 'spelt right, it is a command out of order',
    'abandoned-transaction': 'spelt right, it opens a transaction',
  },
  'command-after-quit': {
    'command-after-rejected-greeting': 'what came after QUIT now comes before it',
    'nested-mail': 'what came after QUIT now comes before it',
    'abandoned-transaction': 'what came after QUIT now comes before it',
  },
  'transaction-not-restarted': {
    'envelope-header-mismatch': 'the author of the message is not known to the fix',
  },
};
