import type { Dialect } from './dialect.ts';
import { EximReader } from './eximReader.ts';

/** A mark with a time or a process id before it. */
const WITH_PID =
  /^(?:\d\d:\d\d:\d\d(?:\.\d{1,6})? (?:[+-]\d{4} )?)? {0,5}\d{1,8} (?: {2})?[SL]MTP(?:<<|>>|\|>|\+>|\()/m;
const WITH_TIME = /^\d\d:\d\d:\d\d(?:\.\d{1,6})? (?: {2})?[SL]MTP(?:<<|>>|\|>|\+>|\()/m;
/** Exim as a server prints its marks without indentation. */
const SERVER = /^SMTP(?:<< (?:EHLO|HELO|LHLO|MAIL|RCPT)|>> [2-5]\d\d[ -])/im;
const MARK = /^(?: {2})?[SL]MTP(?:<<|>>|\|>|\+>)/m;
/** What only a debugging Exim prints. */
const BANNER = /^(?:[\d:. ]{0,24})Exim version \d\S{0,20} .{0,60}\bD=[0-9a-f]{1,16}/m;
const NOISE = /^(?:cmd buf flush \d|set_process_info: |postfork: |sync_responses expect )/m;

/** What Exim prints with -d, in either part; processes interleave. */
export const eximDebug: Dialect = {
  id: 'exim-debug',
  aliases: ['exim-debug-ts'],
  label: 'Exim -d',
  description:
    'What Exim prints with -d, as server and as client, with +pid and +timestamp or not.',
  hides: ['content', 'tls'],
  interleaves: true,
  whole: false,
  probe(sample) {
    if (WITH_PID.test(sample)) return { certainty: 1, why: 'a process id before SMTP<<' };
    if (WITH_TIME.test(sample)) return { certainty: 1, why: 'a time before SMTP<<' };
    const isDebugging = BANNER.test(sample) || NOISE.test(sample);
    if (SERVER.test(sample)) return { certainty: 0.95, why: 'SMTP<< of a server' };
    if (isDebugging && MARK.test(sample)) return { certainty: 1, why: 'Exim debug output' };
    if (BANNER.test(sample)) return { certainty: 0.7, why: 'Exim debug output' };
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new EximReader(octets, scanner),
};
