import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { createContext, Script } from 'node:vm';
import fc from 'fast-check';
import { dialectOf } from '../../server/core/dialect/probe.ts';
import { converted, convertedText } from '../support/convert.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { hostileSession, messageOf, transcriptOf } from './hostile.ts';
import type { HostileSession } from './hostile.ts';

const PYTHON = spawnSync('python3', ['--version']).status === 0;
const SHELL = spawnSync('sh', ['-c', 'printf eA== | base64 -d']).status === 0;
const SESSIONS = 60;

/** Many sessions at once: a process for each would take long. */
function samples(count = SESSIONS): readonly HostileSession[] {
  return fc.sample(hostileSession, count);
}

/** Runs a program on some input in an empty folder, which has to stay empty. */
function run(folder: string, command: readonly string[], input: string): Buffer {
  const [program = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    input,
    timeout: 60_000,
    maxBuffer: 1e8,
    env: { PATH: process.env['PATH'] ?? '', SMTP_PASSWORD: 'x', PYTHONDONTWRITEBYTECODE: '1' },
  });
  assert.equal(status, 0, stderr.toString());
  assert.equal(stderr.toString(), '');
  assert.deepEqual(readdirSync(folder), [], 'nothing else ran');
  return stdout;
}

/** The arguments and the input of a command, as a function of the shell that stands for it saw them. */
function shellCalls(folder: string, name: string, scripts: readonly string[]): Seen[] {
  const spy = `${name}() { printf '%s\\n' "$#"; for a; do printf '%s' "$a" | od -An -v -tx1 | tr -d ' \\n'; echo; done; od -An -v -tx1 | tr -d ' \\n'; echo; }\n`;
  const output = run(folder, ['sh'], spy + scripts.join('\n'))
    .toString()
    .split('\n');
  const calls: Seen[] = [];
  for (let at = 0; at < output.length - 1;) {
    const count = Number(output[at]);
    const words = output.slice(at + 1, at + 2 + count).map(hex => Buffer.from(hex, 'hex'));
    calls.push({ args: words.slice(0, -1).map(String), input: words.at(-1) ?? Buffer.alloc(0) });
    at += count + 2;
  }
  return calls;
}

interface Seen {
  readonly args: readonly string[];
  readonly input: Buffer;
}

void test(
  'swaks gets the very words and octets, and the shell does nothing else',
  {
    skip: !SHELL,
  },
  async t => {
    const folder = await temporaryFolder(t);
    const sessions = samples();
    const calls = shellCalls(
      folder,
      'swaks',
      sessions.map(each => convertedText('swaks', transcriptOf(each))),
    );
    assert.equal(calls.length, sessions.length);
    for (const [at, { args, input }] of calls.entries()) {
      const session = sessions[at];
      assert.ok(session);
      assert.ok(args.includes(`--ehlo=${session.helo}`), session.helo);
      assert.ok(args.includes(`--from=${session.from}`), session.from);
      assert.ok(args.includes(`--to=${session.to.join(',')}`));
      assert.equal(args.at(-1), '--data=-');
      const exact = args.includes('--no-data-fixup');
      const message = messageOf(session).toString('latin1');
      const sent = exact
        ? `${message.replaceAll(/(^|\r\n)\./g, '$1..')}.`
        : `${message.replaceAll('\r\n', '\n')}.\n`;
      assert.equal(input.toString('latin1'), sent);
    }
  },
);

void test(
  'curl gets the very words and octets, and the shell does nothing else',
  {
    skip: !SHELL,
  },
  async t => {
    const folder = await temporaryFolder(t);
    const sessions = samples();
    const calls = shellCalls(
      folder,
      'curl',
      sessions.map(each => convertedText('curl', transcriptOf(each))),
    );
    for (const [at, { args, input }] of calls.entries()) {
      const session = sessions[at];
      assert.ok(session);
      const valuesOf = (name: string): readonly string[] =>
        args.filter((_, index) => args[index - 1] === name);
      assert.deepEqual(valuesOf('--mail-from'), [session.from]);
      assert.deepEqual(valuesOf('--mail-rcpt'), session.to);
      const helo = encodeURIComponent(session.helo);
      assert.deepEqual(valuesOf('--url'), [`smtp://localhost:25/${helo}`]);
      const message = messageOf(session).toString('latin1');
      const text = args.includes('--crlf') ? message.replaceAll('\r\n', '\n') : message;
      assert.equal(input.toString('latin1'), text);
    }
  },
);

const PYTHON_SPY = `
import io, json, sys, types
calls = []
class Spy:
    def __init__(self, *args, **named): calls.append(['open', named.get('local_hostname')])
    def __enter__(self): return self
    def __exit__(self, *rest): pass
    def __getattr__(self, name):
        def call(*args):
            calls.append([name, *[a.hex() if isinstance(a, bytes) else a for a in args]])
            return (250, b'ok')
        return call
fake = types.ModuleType('smtplib')
fake.SMTP = Spy
sys.modules['smtplib'] = fake
out = sys.stdout
for text in json.load(sys.stdin):
    sys.stdout = io.StringIO()
    exec(compile(text, 'script', 'exec'), {})
    sys.stdout = out
    print(json.dumps(calls))
    calls.clear()
`;

void test(
  'Python says the very commands and octets, and does nothing else',
  {
    skip: !PYTHON,
  },
  async t => {
    const folder = await temporaryFolder(t);
    const sessions = samples();
    const scripts = sessions.map(each => convertedText('smtplib', transcriptOf(each)));
    const output = run(folder, ['python3', '-c', PYTHON_SPY], JSON.stringify(scripts));
    const lines = output.toString().trimEnd().split('\n');
    assert.equal(lines.length, sessions.length);
    for (const [at, line] of lines.entries()) {
      const session = sessions[at];
      assert.ok(session);
      assert.deepEqual(JSON.parse(line), [
        ['open', session.helo],
        ['ehlo', session.helo],
        ['docmd', 'MAIL', `FROM:<${session.from}>`],
        ...session.to.map(address => ['docmd', 'RCPT', `TO:<${address}>`]),
        ['data', messageOf(session).toString('hex')],
        ['quit'],
      ]);
    }
  },
);

void test('nodemailer gets the very values, and nothing else runs', async () => {
  for (const session of samples(150)) {
    const text = convertedText('nodemailer', transcriptOf(session));
    const [, body = ''] = text.split("import { createTransport } from 'nodemailer';\n");
    const seen: unknown[] = [];
    const context = createContext({
      Buffer,
      console: { log: () => undefined },
      process: {
        env: {},
        exit: () => {
          throw new Error('ran');
        },
      },
      createTransport: (options: { readonly name?: string }) => ({
        sendMail: (mail: unknown) => seen.push({ name: options.name, mail }),
      }),
    });
    await new Script(`(async () => {${body}\n})()`).runInContext(context);
    assert.equal(seen.length, 1);
    const [{ name, mail }] = seen as [{ name: string; mail: MailCall }];
    assert.equal(name, session.helo);
    assert.equal(mail.envelope.from, session.from);
    assert.deepEqual([...mail.envelope.to], session.to);
    assert.deepEqual(Buffer.from(mail.raw), messageOf(session));
  }
});

interface MailCall {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: string | Buffer;
}

void test('Exim gets the very octets', () => {
  fc.assert(
    fc.property(hostileSession, session => {
      const text = Buffer.from(converted('exim', transcriptOf(session)).files[0] ?? []);
      const lines = text.toString('latin1').trimEnd().split('\n');
      const begin = lines.findIndex(line => line.startsWith('client '));
      const body = lines.slice(begin + 1);
      assert.equal(
        body.findIndex(line => line.startsWith('****')),
        body.length - 1,
      );
      const sent = body.slice(0, -1).filter(line => !line.startsWith('??? '));
      const octets = sent.map(line => eximOctets(line)).join('');
      const message = messageOf(session)
        .toString('latin1')
        .replaceAll(/(^|\r\n)\./g, '$1..');
      assert.ok(octets.includes(`DATA\r\n${message}.\r\nQUIT\r\n`));
      assert.ok(!sent.some(line => /^(?:\?\?\?|\+\+\+ |<<< |starttls$|stoptls$)/i.test(line)));
    }),
    { numRuns: 300 },
  );
});

/** As Exim's test client understands a line. */
function eximOctets(line: string): string {
  const bare = line.startsWith('>>> ');
  const text = (bare ? line.slice(4) : line).replaceAll(
    /\\(?:x([0-9a-f]{2})|([^]))/g,
    (_, hex?: string, other?: string) =>
      hex === undefined ? (other ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return bare ? text : `${text}\r\n`;
}

void test('a diagram holds nothing but the diagram', () => {
  const allowed =
    /^ {2}(?:participant [CS] as \w+|(?:C->>S|S-->>C|S-xC): (?:[\p{L}\p{N} .,@=+()'!?*…-]|#\d+;|<br\/>)+|Note over C,S: [\p{L}\p{N} ,#;…]+|rect rgb\([\d, ]+\)|end)$/u;
  fc.assert(
    fc.property(hostileSession, session => {
      const [head, ...lines] = convertedText('mermaid', transcriptOf(session))
        .trimEnd()
        .split('\n');
      assert.equal(head, 'sequenceDiagram');
      for (const line of lines) {
        assert.match(line, allowed);
        const [, text = ''] = line.split(/^ {2}(?:C->>S|S-->>C|S-xC): /);
        assert.doesNotMatch(text, /\bend\b/i);
      }
    }),
    { numRuns: 300 },
  );
});

void test('messages are unstuffed and keep every octet', () => {
  fc.assert(
    fc.property(hostileSession, session => {
      const { files } = converted('eml', transcriptOf(session));
      assert.deepEqual(
        files.map(file => Buffer.from(file)),
        [messageOf(session)],
      );
    }),
    { numRuns: 300 },
  );
});

void test('.smtp of it is .smtp, whatever it looks like', () => {
  assert.ok(dialectOf('smtp'));
  fc.assert(
    fc.property(hostileSession, session => {
      const text = convertedText('smtp', transcriptOf(session));
      assert.equal(convertedText('smtp', text), text);
    }),
    { numRuns: 300 },
  );
});
