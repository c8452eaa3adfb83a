import type { SaslExchange, SaslMessage } from './saslMessages.ts';

/** A message that does not fit its mechanism, and why, in words that give nothing of it away. */
export interface SaslFault {
  readonly message: SaslMessage;
  readonly detail: string;
}

interface Step {
  /** What the message has to look like, as Latin-1. */
  readonly form: RegExp;
  readonly detail: string;
}

/** The messages of a mechanism in order; more than these may not come. */
interface Shape {
  readonly steps: readonly Step[];
  readonly tooMany: string;
}

const ANY: Step = { form: /^/, detail: '' };

/** RFC 2195 §2. */
const CRAM_MD5: Shape = {
  steps: [
    {
      // Some clients encode a line end with it; servers read past that.
      form: /^[^]+ [0-9a-f]{32}\r?\n?$/,
      detail: 'the response has to be the user name, a space and 32 small hexadecimal digits',
    },
  ],
  tooMany: 'there is one challenge and one response',
};

/** draft-murchison-sasl-login. */
const LOGIN: Shape = {
  steps: [ANY, ANY],
  tooMany: 'there are two responses, the user name and the password',
};

const SCRAM_FINAL: Step = {
  form: /^c=[A-Za-z0-9+/]+={0,2},r=[!-+\--~]+(?:,[A-Za-z]=[^,]*)*,p=[A-Za-z0-9+/]+={0,2}$/,
  detail: 'the second message has to read "c=…,r=…,p=…"',
};

/** RFC 5802 §7; the mechanism is one of those that bind to the TLS channel or not (§6). */
function scram(flag: string, hint: string): Shape {
  return {
    steps: [
      {
        form: new RegExp(`^${flag},(?:a=[^,]+)?,(?:m=[^,]+,)?n=[^,]+,r=[!-+\\--~]+(?:,[^]*)?$`),
        detail: `the first message has to read "${hint},,n=…,r=…"`,
      },
      SCRAM_FINAL,
      { form: /^$/, detail: 'the last message has to be empty' },
    ],
    tooMany: 'there are two messages and an empty one',
  };
}

const SCRAM = scram('[ny]', 'n');
const SCRAM_PLUS = scram('p=[A-Za-z0-9.-]+', 'p=…');

/** After an error challenge the client says that it has read it. */
const READ: Step = {
  form: /^\x01?$/,
  detail: 'the response to the error has to be an empty line or 0x01',
};

/** RFC 7628 §3.1, 3.2.3. */
const OAUTHBEARER: Shape = {
  steps: [
    {
      form: /^(?:[ny]|p=[A-Za-z0-9.-]+),(?:a=[^,]+)?,\x01(?:[A-Za-z]+=[\t\n\r -~]*\x01)+\x01$/,
      detail: 'a GS2 header and pairs that 0x01 ends have to stand there, and 0x01 at the end',
    },
    READ,
  ],
  tooMany: 'there is one message, and one more after an error',
};

/** Google's and Microsoft's own. */
const XOAUTH2: Shape = {
  steps: [
    {
      form: /^user=[^\x01]+\x01auth=Bearer [^\x01]+\x01\x01$/i,
      detail: 'the message has to read "user=…", 0x01, "auth=Bearer …", 0x01 and 0x01',
    },
    READ,
  ],
  tooMany: 'there is one message, and one more after an error',
};

/** The first message that does not fit, undefined where all do or the mechanism is not known. */
export function saslFault({ mechanism, messages }: SaslExchange): SaslFault | undefined {
  const shape = shapeOf(mechanism);
  if (shape === undefined) return undefined;
  for (const [index, message] of messages.entries()) {
    const step = shape.steps[index];
    if (step === undefined) return { message, detail: shape.tooMany };
    if (message.text === undefined || message.text.length > LONGEST) continue;
    if (!step.form.test(message.text)) return { message, detail: step.detail };
  }
  return undefined;
}

/** Twice the longest line that RFC 4954 §4 has. */
const LONGEST = 24_576;

function shapeOf(mechanism: string): Shape | undefined {
  if (/^SCRAM-[A-Z0-9-]+-PLUS$/.test(mechanism)) return SCRAM_PLUS;
  if (/^SCRAM-[A-Z0-9-]+$/.test(mechanism)) return SCRAM;
  return SHAPES.get(mechanism);
}

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ['CRAM-MD5', CRAM_MD5],
  ['LOGIN', LOGIN],
  ['OAUTHBEARER', OAUTHBEARER],
  ['XOAUTH2', XOAUTH2],
]);
