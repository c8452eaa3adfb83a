import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';
import { parseMarked } from '../../../../test/support/markers.ts';
import { RULES } from '../registry.ts';

const ROOT = new URL('../../../../', import.meta.url);
const OPTIONS = { profile: 'default', severities: {}, fileOctets: true } as const;

function found(text: string): string[] {
  return lintText(text, OPTIONS).map(({ rule, line }) => `${rule} ${String(line + 1)}`);
}

const HEAD = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE 1000000
S: 250-CHUNKING
S: 250 AUTH PLAIN LOGIN
`;
const TAIL = 'C: QUIT\nS: 221 Bye\n';
const FIELDS = `C: From: a@client.example
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: t
`;

function message(mail: string, rcpt: string, content: string): string {
  return `${HEAD}C: ${mail}\nS: 250 OK\nC: ${rcpt}\nS: 250 OK\nC: DATA\nS: 354 Go\n${content}C: .\nS: 250 OK\n${TAIL}`;
}

const MAIL = 'MAIL FROM:<a@client.example>';
const RCPT = 'RCPT TO:<b@mx.example>';
const DATE = 'C: Date: Sat, 21 Nov 2026 10:00:00 +0000\n';

const QUIET: readonly (readonly [what: string, text: string])[] = [
  ['a path', message(MAIL, 'RCPT TO:<{{to}}>', `${DATE}${FIELDS}C: \nC: x\n`)],
  ['a name without a domain', message('MAIL FROM:<{{me}}>', RCPT, `${DATE}${FIELDS}C: \nC: x\n`)],
  ['a path with its brackets', message('MAIL FROM:{{me}}', RCPT, `${DATE}${FIELDS}C: \nC: x\n`)],
  ['a date', message(MAIL, RCPT, `C: Date: {{date}}\n${FIELDS}C: \nC: x\n`)],
  ['a whole header', message(MAIL, RCPT, `C: {{header}}\nC: \nC: x\n`)],
  ['a size', message(`${MAIL} SIZE={{size}}`, RCPT, `${DATE}${FIELDS}C: \nC: x\n`)],
  [
    'a declared size',
    message(`${MAIL} SIZE=150`, RCPT, `${DATE}${FIELDS}C: \nC: {{body-of-it}}\n`),
  ],
  ['a parameter', message(`${MAIL} {{more}}`, RCPT, `${DATE}${FIELDS}C: \nC: x\n`)],
  ['a hello', `${HEAD}${TAIL}`.replace('EHLO client.example', 'EHLO {{me}}')],
  [
    'an offer',
    message(`${MAIL} RET=FULL`, RCPT, `${DATE}${FIELDS}C: \nC: x\n`).replace(
      'SIZE 1000000',
      '{{offer}}',
    ),
  ],
  ['a command', `${HEAD}C: {{command}}\nS: 250 OK\n${TAIL}`],
  ['a response', `# <TLS established>\n${HEAD}C: AUTH PLAIN {{plain}}\nS: 235 OK\n${TAIL}`],
  [
    'a chunk',
    `${HEAD}C: ${MAIL}\nS: 250 OK\nC: ${RCPT}\nS: 250 OK\nC: BDAT 20 LAST\n${DATE}${FIELDS}C: \nC: {{x}}\nS: 250 OK\n${TAIL}`,
  ],
  [
    'computed chunks',
    `# @chunks computed\n${HEAD}C: ${MAIL}\nS: 250 OK\nC: ${RCPT}\nS: 250 OK\nC: BDAT 20 LAST\n${DATE}${FIELDS}C: \nC: x\nS: 250 OK\n${TAIL}`,
  ],
  [
    'a long line',
    `${HEAD}C: NOOP ${'x'.repeat(490)}{{a-name-that-is-longer-than-most}}\nS: 250 OK\n${TAIL}`,
  ],
  [
    'two recipients',
    message(
      MAIL,
      'RCPT TO:<{{a}}@mx.example>\nS: 250 OK\nC: RCPT TO:<{{b}}@mx.example>',
      `${DATE}${FIELDS}C: \nC: x\n`,
    ),
  ],
];

for (const [what, text] of QUIET) {
  test(`${what} that only a replay knows is not judged`, () => {
    assert.deepEqual(found(text), []);
  });
}

test('what the text means without places is what it means where they are off', () => {
  const text = message(MAIL, 'RCPT TO:<{{to}}>', `C: Date: {{date}}\n${FIELDS}C: \nC: x\n`);
  const off = found(`# @variables off\n${text}`);
  assert.deepEqual(off, ['local-name-only 10', 'header-date-invalid 14']);
});

const KEPT: readonly (readonly [finding: string, text: string])[] = [
  // Whoever the sender is, there is no sender yet.
  ['rcpt-before-mail 7', `${HEAD}C: RCPT TO:<{{to}}>\nS: 503 No\n${TAIL}`],
  [
    'param-unknown 7',
    message('MAIL FROM:<{{me}}@client.example> FOO=1', RCPT, `${DATE}${FIELDS}C: \nC: x\n`),
  ],
  ['header-date-missing 13', message(MAIL, RCPT, `${FIELDS}C: \nC: {{x}}\n`)],
  ['size-exceeds-declared 7', message(`${MAIL} SIZE=10`, RCPT, `${DATE}${FIELDS}C: \nC: {{x}}\n`)],
  [
    'bdat-size-mismatch 11',
    `${HEAD}C: ${MAIL}\nS: 250 OK\nC: ${RCPT}\nS: 250 {{ok}}\nC: BDAT 20 LAST\n${DATE}${FIELDS}C: \nC: x\nS: 250 OK\n${TAIL}`,
  ],
];

for (const [finding, text] of KEPT) {
  test(`${finding} is found beside a place`, () => {
    const all = found(text);
    assert.ok(all.includes(finding), all.join(', '));
  });
}

test('in the logs of other programs braces are text', () => {
  const log = `=== Connected to mx.example.\n<-  220 mx.example ESMTP\n -> EHLO {{me}}\n<-  250 mx.example\n -> QUIT\n<-  221 Bye\n`;
  assert.ok(found(log).some(finding => finding.startsWith('hello-')));
});

test('what is wrong elsewhere is found whatever a place holds', () => {
  let tried = 0;
  for (const rule of RULES) {
    for (const example of rule.examples.bad) {
      const { text } = parseMarked(example);
      const lines = text.split('\n');
      const at = lines.findIndex(line => /^S: 220 \S+ \S/.test(line));
      if (at < 0) continue;
      const beside = (finding: string): boolean => !finding.endsWith(` ${String(at + 1)}`);
      const greeting = `${lines[at] ?? ''} {{x}}`;
      const before = found(text).filter(beside);
      assert.deepEqual(found(lines.with(at, greeting).join('\n')).filter(beside), before, rule.id);
      tried++;
    }
  }
  assert.ok(tried > 200, String(tried));
});

/** Sessions that nothing, or little, is wrong with. */
function cleanSessions(): readonly (readonly [name: string, text: string])[] {
  const folders = ['test/corpus/clean/', 'test/mutation/sessions/', 'examples/'];
  return folders.flatMap(folder =>
    readdirSync(new URL(folder, ROOT))
      .filter(name => name.endsWith('.smtp'))
      .sort()
      .map(name => [name, readFileSync(new URL(`${folder}${name}`, ROOT), 'utf8')] as const),
  );
}

/** The words of a line that may be a place: arguments, parts of them, words of content and replies. */
function wordsOf(side: string, body: string): (readonly [from: number, to: number])[] {
  const all = [/[^\s<>@=:;,"()\\]+/g, /\S+/g, /(?<=[<:=] ?)[^\s>]+/g].flatMap(pattern =>
    Array.from(
      body.matchAll(pattern),
      ({ 0: word, index }) => [index, index + word.length] as const,
    ),
  );
  if (side === 'C') all.push([0, body.length]);
  return all.filter(([from]) => from > 0 || (side === 'C' && !COMMAND.test(body)));
}

const COMMAND =
  /^(?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|BDAT|QUIT|RSET|NOOP|AUTH|STARTTLS|VRFY|EXPN|HELP|ETRN|BURL|\.$)/;

test('whatever word of a clean session becomes a place, nothing new is found', () => {
  let tried = 0;
  let turn = 0;
  for (const [name, text] of cleanSessions()) {
    const before = new Set(found(text));
    const lines = text.split('\n');
    for (const [at, line] of lines.entries()) {
      const [, side = '', body = ''] = /^([CS]): (.*)$/.exec(line) ?? [];
      for (const [from, to] of wordsOf(side, body)) {
        // One of many, another one in each session.
        if (++turn % 11 !== 0) continue;
        const place = `${side}: ${body.slice(0, from)}{{x}}${body.slice(to)}`;
        const more = found(lines.with(at, place).join('\n')).filter(one => !before.has(one));
        assert.deepEqual(more, [], `${name}: ${place}`);
        tried++;
      }
    }
  }
  assert.ok(tried > 1000, String(tried));
});
