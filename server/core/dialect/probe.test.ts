import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { candidatesOf, isRecognised, probeDialect } from './probe.ts';

const OTHERS: Readonly<Record<string, string>> = {
  nothing: '',
  prose:
    'SMTP is a protocol. The server says 220 and the client says EHLO.\nC: drive is full.\nS: see below\n\n250 means ok.\n',
  'a mail':
    'From: a@b\nTo: c@d\nSubject: hello\n\nHi,\n\n> 220 is a number\n> I like 250 more\n\nBye\n',
  HTTP: 'GET / HTTP/1.1\nHost: x\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok\n',
  'HTTP by curl':
    '*   Trying 192.0.2.1:80...\n* Connected to x (192.0.2.1) port 80\n> GET / HTTP/1.1\n> Host: x\n> \n< HTTP/1.1 200 OK\n< Date: x\n',
  'HTTP in a telnet window':
    "Trying 192.0.2.1...\nConnected to x.\nEscape character is '^]'.\nGET / HTTP/1.0\n\nHTTP/1.1 200 OK\n",
  POP3: '+OK POP3 ready\nUSER bob\n+OK\nPASS x\n+OK\nSTAT\n+OK 2 320\nQUIT\n+OK bye\n',
  'POP3 with marks': 'S: +OK POP3 ready\nC: USER bob\nS: +OK\nC: PASS x\nS: +OK\nC: QUIT\nS: +OK\n',
  IMAP: '* OK IMAP4rev1 ready\na001 LOGIN x y\na001 OK done\na002 SELECT INBOX\n* 18 EXISTS\n',
  'IMAP with marks': 'S: * OK IMAP4rev1 ready\nC: a001 LOGIN x y\nS: a001 OK done\n',
  FTP: '220 ProFTPD Server ready.\nUSER anonymous\n331 Password required\nPASS x\n230 in\n221 bye\n',
  'FTP with marks': 'S: 220 ready\nC: USER bob\nS: 331 password\nC: PASS x\nS: 230 in\n',
  NNTP: '200 news.example ready\nGROUP x\n211 10 1 10 x\nQUIT\n205 bye\n',
  CSV: 'code,text,count\n220,ready,1\n250,ok,2\n550,no,3\n',
  JavaScript:
    "sock.write('EHLO x\\r\\n');\nif (line.startsWith('220 ')) send('MAIL FROM:<a@b>');\n// 250 ok\n",
  Python: "import smtplib\ns = smtplib.SMTP('x')\ns.sendmail('a', 'b', 'c')\nC: int = 3\n",
  Perl: 'print $s "EHLO x\\r\\n";\n<$s> =~ /^250/;\n',
  expect: 'spawn telnet mx 25\nexpect "220"\nsend "EHLO x\\r"\nexpect "250"\n',
  JSON: '{"level":"info","msg":"220 ok"}\n{"level":"info","msg":"EHLO x"}\n',
  'a batch file': '@echo off\nC:\\> dir\nC:\\Windows\ncd C:\\Temp\n',
  binary: Buffer.from([0, 1, 2, 3, 255, 254, 10, 13, 0, 50, 50, 48, 32])
    .toString('latin1')
    .repeat(50),
};

for (const [name, text] of Object.entries(OTHERS)) {
  void test(`not recognised: ${name}`, () => {
    const octets = Buffer.from(text, 'latin1');
    const choice = probeDialect(octets, bufferScanner);
    assert.equal(choice.dialect.id, 'smtp');
    assert.equal(isRecognised(choice), false, choice.why);
    assert.ok(candidatesOf(octets, bufferScanner).every(candidate => !isRecognised(candidate)));
  });
}

void test('a .smtp file, marked or bare, is recognised', () => {
  for (const text of [
    'S: 220 mx.example ESMTP\nC: EHLO a\n',
    'C: mail from:<a@b>\n',
    'EHLO a\n250 b\n',
    '220-mx ESMTP\n220 mx\nfoo\n502 5.5.1 no\n',
  ]) {
    const choice = probeDialect(Buffer.from(text), bufferScanner);
    assert.equal(choice.dialect.id, 'smtp');
    assert.ok(isRecognised(choice), text);
  }
});

void test('candidates: each dialect once, the likely ones first', () => {
  const text = Buffer.from('> S: 220 mx ESMTP\n> C: EHLO a\n> S: 250 mx\n');
  const candidates = candidatesOf(text, bufferScanner);
  const ids = candidates.map(({ dialect }) => dialect.id);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(ids[0], probeDialect(text, bufferScanner).dialect.id);
  assert.ok(
    candidates.every(({ certainty }, at) => certainty <= (candidates[at - 1]?.certainty ?? 1)),
  );
});

void test('the file itself may name its dialect', () => {
  const choice = probeDialect(Buffer.from('# @dialect telnet\n220 x\n'), bufferScanner);
  assert.deepEqual([choice.dialect.id, choice.certainty], ['telnet', 1]);
});
