import type { OptionTable } from '../command.ts';

/** The options of `replay` with their explanations, in the order of the help. */
const OPTIONS: readonly (readonly [form: string, help: string, kind: 'text' | 'list' | 'flag'])[] =
  [
    ['--to HOST:PORT', 'the server (default: the embedded receiver); several make a table', 'list'],
    ['--env NAME', 'a server of the environment file; may be repeated as well', 'list'],
    [
      '--environments FILE',
      'the environment file (default: .smtp-transcript.env.json, upwards)',
      'text',
    ],
    ['--mx DOMAIN[:PORT]', 'the mail hosts of a domain; --mx auto: of the recipients', 'list'],
    ['--dns SERVER', 'with --mx: the DNS server to ask; may be repeated', 'list'],
    ['--unix PATH', 'a Unix socket', 'list'],
    [
      '--allow HOST:PORT',
      'your consent to a host that is not loopback: mail may be delivered',
      'list',
    ],
    ['--session N|NAME', 'only this session of a file, by number or name; may be repeated', 'list'],
    ['--lines FROM-TO', 'only this part of a file: 12-40, 1-40 (up to), 12- (from here)', 'text'],
    [
      '--var NAME=VALUE',
      'value of {{NAME}}; shown where it goes over the wire: no secrets',
      'list',
    ],
    ['--match POLICY', 'compare by code (default), class, enhanced or exact text', 'text'],
    ['--on-difference WHAT', 'continue (default) or stop', 'text'],
    ['--pipelining HOW', 'recorded (default), lockstep or forced', 'text'],
    ['--chunks HOW', 'sizes of BDAT: kept (default) or computed', 'text'],
    ['--content placeholder', 'a small message in the place of one that is not shown', 'text'],
    ['--speed N', 'the recorded timing, N times as fast (default: no waiting)', 'text'],
    ['--timeout TIME', 'longest wait for a reply, such as 5s (default 30s)', 'text'],
    ['--timeouts rfc', 'the waits of RFC 5321 §4.5.3.2: minutes, by command', 'text'],
    ['--retries N', 'begin a session again that the server put off (4yz: greylisting)', 'text'],
    ['--retry-delay TIME', 'wait so long before (default 60s)', 'text'],
    ['--jobs N', 'sessions of N files side by side (default: a processor each)', 'text'],
    ['--repeat N', 'the whole N times', 'text'],
    ['--bail', 'begin no more sessions after the first that is not as expected', 'flag'],
    [
      '--tls none|starttls|implicit',
      'no TLS, as the session has it, or from the first octet',
      'text',
    ],
    ['--ca FILE', 'trust these certificates (PEM) too', 'text'],
    ['--cert FILE, --key FILE', 'the certificate that the client shows, and its key (PEM)', 'text'],
    ['--min-tls VERSION', 'the oldest version that will do: 1, 1.1, 1.2 or 1.3', 'text'],
    ['--server-name NAME', 'for SNI and the certificate, where it is not the host', 'text'],
    ['--fingerprint SHA256', 'the only certificate that will do', 'text'],
    ['--insecure', 'do not verify the certificate', 'flag'],
    ['--insist-plaintext-auth', 'send credentials to another machine without TLS', 'flag'],
    ['--local-address ADDRESS', 'connect from this address of the machine', 'text'],
    ['--ipv4, --ipv6', 'only addresses of this family', 'flag'],
    ['--proxy v1|v2[:SRC:PORT,DST:PORT]', 'begin with a PROXY header', 'text'],
    ['--record OUT', 'write the runs as transcripts: into a folder, or one .smtp file', 'text'],
    ['--force', 'with --record: over files that are there', 'flag'],
    ['--update', 'write the live replies into the .smtp files where they differ', 'flag'],
    ['--format NAME', 'text (default), json (an event a line), junit, tap or markdown', 'text'],
    ['--output FILE', 'write the report there; the terminal shows text', 'text'],
    ['--dialect ID', 'how the tool prints sessions (default: detected)', 'text'],
  ];

const WIDTH = 21;

/** The help of `replay`: options, and where secrets come from. */
export const REPLAY_HELP: readonly string[] = [
  ...OPTIONS.flatMap(([form, help]) =>
    form.length < WIDTH ? [form.padEnd(WIDTH) + help] : [form, ' '.repeat(WIDTH) + help],
  ),
  '',
  'A secret (# @auth … secret=NAME) comes from the variable SMTP_TRANSCRIPT_SECRET_NAME (upper',
  'case, with _ for - and .), from where the environment file says, or from a prompt.',
  '',
];

/** As parseArgs takes them. */
export const REPLAY_OPTIONS: OptionTable = {
  ...Object.fromEntries(
    OPTIONS.flatMap(([form, , kind]) =>
      [...form.matchAll(/--([a-z\d-]+)/g)].map(([, name = '']) => [name, typeOf(kind)] as const),
    ),
  ),
};

function typeOf(kind: 'text' | 'list' | 'flag'): OptionTable[string] {
  if (kind === 'flag') return { type: 'boolean' };
  return { type: 'string', ...(kind === 'list' && { multiple: true }) };
}
