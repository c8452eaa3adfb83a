import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { SARIF_SCHEMA } from '../../test/support/sarifSchema.ts';
import { smtp } from '../core/dialect/smtp.ts';
import { RULES } from '../core/rule/registry.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { FileTotals, lintedFileOf } from './fileTotals.ts';
import type { LintFormat, LintSetup } from './lintFormat.ts';
import { LINT_FORMATS } from './lintFormats.ts';
import { lintGithub } from './lintGithub.ts';
import { lintJson } from './lintJson.ts';
import { lintJunit } from './lintJunit.ts';
import { lintOctets } from './lintOctets.ts';
import { lintSarif } from './lintSarif.ts';
import { messageText } from './sarifRules.ts';
import { styleFor } from './style.ts';

const SETUP: LintSetup = {
  style: styleFor('plain'),
  folder: '/home/x',
  version: '1.2.3',
  failOn: 'error',
  statistics: false,
};
const HELLO = 'S: 220 mx.example.org\nC: EHLO client.example.net\nS: 250 mx.example.org\n';
const BARE = `${HELLO}C: MAIL FROM:a@client.example.net\nS: 250 ok\nC: quit\nS: 221 bye\n`;

interface Reported {
  readonly file?: string;
  readonly most?: number;
  readonly setup?: Partial<LintSetup>;
  readonly unread?: readonly string[];
}

/** The report about one transcript. */
function report(format: LintFormat, text: string, { file = 'a.smtp', ...rest }: Reported = {}) {
  const setup = { ...SETUP, ...rest.setup };
  const input = { octets: Buffer.from(text), scanner: bufferScanner, dialect: smtp };
  const options = { profile: 'default', severities: {} } as const;
  const { detail } = format;
  const found = lintOctets(input, options, { detail, ...(rest.most && { most: rest.most }) });
  const writer = format.writer(setup);
  const totals = new FileTotals();
  totals.add(found);
  const { statistics } = setup;
  const body = writer.add(lintedFileOf({ file, dialect: 'smtp' }, found));
  return body + writer.end(totals.totals({ unread: rest.unread ?? [], statistics }));
}

function sarif(text: string, reported: Reported = {}): Log {
  const log = JSON.parse(report(lintSarif, text, reported)) as Log;
  assert.ok(isSarif(log), JSON.stringify(isSarif.errors));
  return log;
}

const isSarif = new Ajv({ allErrors: true }).compile(SARIF_SCHEMA);

const HOSTILE_NAME = '::error::x ]]><script>\u001b[2J\n##[add-mask]a,b:c%.smtp';
const HOSTILE = `${HELLO}C: FROB<script>]]>\u001b[2J::error::%0A##[group]\nS: 500 ::error::\nC: QUIT\nS: 221 bye\n`;

describe('formats', () => {
  test('each has a name of its own and tells hostile text as text', () => {
    assert.equal(new Set(LINT_FORMATS.map(({ id }) => id)).size, LINT_FORMATS.length);
    for (const format of LINT_FORMATS) {
      const text = report(format, HOSTILE, { file: HOSTILE_NAME });
      assert.doesNotMatch(text, /[^\P{Cc}\n]|\p{Cf}/u, format.id);
      if (format.id === 'github') continue;
      assert.doesNotMatch(text, /^\s*::/m, format.id);
    }
  });

  test('each says how many findings are left out, and keeps the severe ones', () => {
    const many = `${HELLO}${'C: noop\nS: 250 ok\n'.repeat(5)}C: FROB\nS: 500 no\n`;
    for (const format of LINT_FORMATS) {
      const all = report(format, many);
      const capped = report(format, many, { most: 1 });
      assert.doesNotMatch(all, /\d more|omitted/, format.id);
      assert.match(capped, /unknown-command/, format.id);
      assert.match(capped, /\d more|"omitted": \d/, format.id);
    }
  });

  test('each shows statistics where they are wanted', () => {
    for (const format of LINT_FORMATS) {
      const text = report(format, BARE, { setup: { statistics: true } });
      assert.match(
        text,
        /1 {2}path-brackets-missing|"path-brackets-missing": 1|rule.path-brackets-missing" value="1"/,
        format.id,
      );
    }
  });

  test('each tells what could not be read, but the one for people, whom the command tells', () => {
    const unread = ['cannot read "a]]>\u001b[2J\n::error::{0}[x](y)": it does not exist', 'two'];
    const told = (format: LintFormat): string => report(format, HELLO, { unread });
    for (const format of LINT_FORMATS) assert.doesNotMatch(told(format), /[^\P{Cc}\n]/u, format.id);
    assert.deepEqual((JSON.parse(told(lintJson)) as { unread: unknown }).unread, unread);
    const shown = String.raw`cannot read "a]]>\x1b[2J\n::error::{0}[x](y)": it does not exist`;
    assert.ok(told(lintGithub).includes(`::error::${shown}\n::error::two\n`));
    const junit = told(lintJunit);
    assert.match(junit, /^<testsuites [^>]* errors="2" /m);
    assert.equal(junit.match(/<error message="[^"]*" type="unread"\/>/g)?.length, 2);
    const [run] = sarif(HELLO, { unread }).runs;
    const [notified] = run?.invocations ?? [];
    assert.equal(notified?.executionSuccessful, false);
    assert.equal(notified.toolExecutionNotifications?.length, 2);
    assert.equal(notified.toolExecutionNotifications[0]?.message.text, messageText(shown));
  });

  test('none shows a credential', () => {
    const secret = Buffer.from('\0alice\0hunter2').toString('base64');
    const offers = HELLO.replace('S: 250 mx', 'S: 250-mx');
    const text = `${offers}S: 250 AUTH PLAIN\nC: AUTH  PLAIN ${secret}\nS: 535 5.7.8  ${secret} (hunter2)\nC: ${secret}\nS: 500 what\nC: quit\nS: 221 ${secret}\n`;
    for (const format of LINT_FORMATS) {
      const told = report(format, text);
      assert.match(told, /credentials-in-transcript/, format.id);
      assert.ok(!told.includes(secret), format.id);
      assert.ok(!told.includes('hunter2'), format.id);
    }
  });
});

describe('json', () => {
  test('has what was promised and nothing else', () => {
    const { files } = JSON.parse(report(lintJson, BARE)) as { files: [{ findings: object[] }] };
    const keys = new Set(files[0].findings.flatMap(finding => Object.keys(finding)));
    const promised = ['rule', 'severity', 'line', 'column', 'endLine', 'endColumn', 'message'];
    assert.deepEqual([...keys].sort(), [...promised, 'fix'].sort());
  });
});

describe('sarif', () => {
  test('is valid for every rule that there is', () => {
    for (const { examples } of RULES) {
      for (const text of examples.bad) sarif(text.replace(/^#~.*\n/gm, ''));
    }
  });

  test('names rules, places and safe fixes', () => {
    const [run] = sarif(BARE).runs;
    assert.ok(run);
    const result = run.results?.at(0);
    const { rules = [] } = run.tool.driver;
    const rule = rules[result?.ruleIndex ?? -1];
    assert.equal(rule?.id, 'path-brackets-missing');
    assert.equal(rule.name, 'PathBracketsMissing');
    assert.match(rule.helpUri ?? '', /path-brackets-missing\.md$/);
    assert.equal(rule.defaultConfiguration?.level, 'error');
    const region = { startLine: 4, startColumn: 14, endLine: 4, endColumn: 34 };
    assert.deepEqual(result?.locations?.[0]?.physicalLocation?.region, region);
    assert.deepEqual(result.fixes?.[0]?.artifactChanges[0]?.replacements, [
      { deletedRegion: region, insertedContent: { text: '<a@client.example.net>' } },
    ]);
  });

  test('fingerprints stay when lines are added above, and tell findings apart', () => {
    const prints = (text: string) =>
      sarif(text).runs[0]?.results?.map(one => Object.values(one.partialFingerprints ?? {})[0]);
    const before = prints(`${BARE}\n${BARE}`);
    const after = prints(`# a note\n\n${BARE}\n${BARE}`);
    assert.deepEqual(after, before);
    assert.equal(new Set(before).size, before?.length);
  });

  test('a file name is a relative reference, whatever it holds', () => {
    const [run] = sarif(HOSTILE, { file: HOSTILE_NAME }).runs;
    const uri = run?.artifacts?.[0]?.location?.uri ?? '';
    assert.equal(decodeURIComponent(uri), HOSTILE_NAME);
  });

  test('text of the transcript makes neither links nor placeholders', () => {
    assert.equal(
      messageText('a {0} [x](http://evil.example) \\'),
      String.raw`a {{0}} \[x\](http://evil.example) \\`,
    );
    assert.equal(messageText('a [1] \\x1b'), 'a [1] \\x1b');
  });

  test('columns count UTF-16 units', () => {
    const text = `${HELLO}C: MAIL FROM:<> 😀\nS: 501 no\nC: QUIT\nS: 221 bye\n`;
    const [run] = sarif(text).runs;
    assert.equal(run?.columnKind, 'utf16CodeUnits');
    const ends = run.results?.map(one => one.locations?.[0]?.physicalLocation?.region?.endColumn);
    assert.ok(ends?.includes(19), JSON.stringify(ends));
  });
});

describe('github', () => {
  test('one command a finding, with the columns', () => {
    const [line] = report(lintGithub, BARE).split('\n');
    assert.equal(
      line?.replace(/::The.*/, ''),
      '::error file=a.smtp,line=4,endLine=4,col=14,endColumn=34,title=path-brackets-missing (error)',
    );
  });

  test('hostile names and text stay in their places', () => {
    const text = report(lintGithub, HOSTILE + HOSTILE, { file: HOSTILE_NAME, most: 1 });
    const [command = '', rest = ''] = text.split('\n');
    const [, head = '', ...body] = command.split('::');
    assert.match(
      head,
      /^error file=%3A%3Aerror%3A%3Ax \]\]><script>\\x1b\[2J\\n##\[add-mask\]a%2Cb%3Ac%25\.smtp,line=4,/,
    );
    assert.ok(body.length > 0);
    const quoted = report(lintGithub, `${HELLO}C: MAIL FROM:<> %0A::error::x\nS: 501 no\n`);
    assert.match(quoted, /^::error [^\n]*::"%250A::error::x" is no parameter/m);
    assert.match(rest, /^smtp-transcript: /);
    assert.ok(!rest.includes('##['), rest);
  });

  test('columns are told only for one line', () => {
    const open = `${HELLO}C: MAIL FROM:<a@client.example.net>\nS: 250 ok\nC: RCPT TO:<b@x.example>\nS: 250 ok\nC: DATA\nS: 354 go\nFrom: a@client.example.net\n`;
    for (const line of report(lintGithub, open).split('\n').slice(0, -2)) {
      const [, start, end] = /,line=(\d+),endLine=(\d+),/.exec(line) ?? [];
      assert.equal(line.includes(',col='), start === end, line);
    }
  });
});

describe('junit', () => {
  test('a case fails from the severity on that fails', () => {
    const error = report(lintJunit, BARE);
    assert.match(error, /<testsuites name="smtp-transcript lint" tests="(\d)" failures="1" /);
    assert.match(
      error,
      /<testcase name="path-brackets-missing" classname="a\.smtp" [^>]*>\n {6}<failure /,
    );
    const strict = report(lintJunit, BARE, { setup: { failOn: 'hint' } });
    assert.doesNotMatch(strict, /<testcase [^>]*>\n {6}<system-out>/);
    const fine = report(lintJunit, HELLO + 'C: QUIT\nS: 221 bye\n');
    assert.match(fine, /tests="1" failures="0".*\n.*\n {4}<testcase name="no findings" [^>]*\/>/);
  });

  test('hostile text is character data', () => {
    const text = report(lintJunit, HOSTILE, { file: HOSTILE_NAME });
    const markup = text.match(/<\/?[A-Za-z-]+/g) ?? [];
    const known = ['testsuites', 'testsuite', 'testcase', 'failure', 'system-out'];
    assert.ok(
      markup.every(tag => known.includes(tag.replace(/^<\/?/, ''))),
      markup.join(' '),
    );
    assert.doesNotMatch(text, /]]>/);
  });
});
