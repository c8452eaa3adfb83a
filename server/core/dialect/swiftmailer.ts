import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, Judged } from './lineDialect.ts';

const LINE_BREAK = /<br ?\/?>\r?$/;

/** Swift Mailer's logger plugin: `>> ` client, `<< ` server, `++ ` notes, `!! ` errors. */
export const swiftmailer: Dialect = lineDialect({
  id: 'swiftmailer-log',
  label: 'Swift Mailer log',
  description: 'What Swift_Plugins_LoggerPlugin collects: ">> " client, "<< " server, "++ " notes.',
  hides: ['content'],
  interleaves: false,
  whole: false,
  probe,
  judge: makeJudge,
});

function probe(sample: string): Evidence {
  const starts = /^\+\+ (?:Starting |Swift_)/m.test(sample);
  const server = /^(?:\+\+ Starting \w{1,60})?<< [2-5]\d\d(?:[ -]|\r?$)/m.test(sample);
  const client = /^>> (?:EHLO|HELO|MAIL FROM:|RCPT TO:|DATA|QUIT|STARTTLS|AUTH)\b/im.test(sample);
  if (starts && (server || client)) return { certainty: 1, why: '"++ Starting", ">> " and "<< "' };
  if (server && client) return { certainty: 0.75, why: 'lines with >> and <<' };
  return { certainty: 0, why: '' };
}

function makeJudge(): Judge {
  const state = { party: undefined as 'client' | 'server' | undefined, after354: false };
  return ({ head, from, to }) => {
    const glued = /^\+\+ Starting \w{1,60}(?=<< )/.exec(head)?.[0].length ?? 0;
    const mark = /^(>>|<<|\+\+|--|!!)(?: |$)/.exec(head.slice(glued));
    if (mark === null) return bare(head, { from, to }, state);
    const at = glued + mark[0].length;
    const payload = head.slice(at);
    state.party = mark[1] === '>>' ? 'client' : mark[1] === '<<' ? 'server' : undefined;
    if (state.party === undefined) return { kind: noteKind(payload), at };
    if (state.party === 'server') state.after354 = payload.startsWith('354');
    else if (state.after354 && /^\.?$/.test(payload.replace(LINE_BREAK, ''))) {
      return { kind: 'hidden-content', at };
    }
    return { kind: state.party, at, ...lengthOf(head, at) };
  };
}

interface BareState {
  readonly party: 'client' | 'server' | undefined;
  readonly after354: boolean;
}

/** A line without a mark goes on with what the one before it began. */
function bare(
  head: string,
  { from, to }: { readonly from: number; readonly to: number },
  { party, after354 }: BareState,
): Judged | undefined {
  if (to === from || LINE_BREAK.test(head) ? head.replace(LINE_BREAK, '').trim() === '' : false) {
    return { kind: 'blank' };
  }
  if (party === 'client' && after354 && /^\.(?:<br ?\/?>)?$/.test(head)) {
    return { kind: 'hidden-content' };
  }
  const reply = party === 'server' && /^[2-5]\d\d(?:[ -]|$)/.test(head);
  return { kind: reply ? 'server' : 'unknown', ...lengthOf(head, 0) };
}

/** The HTML form ends lines with `<br />`. */
function lengthOf(head: string, at: number): { length?: number } {
  const found = LINE_BREAK.exec(head);
  return found === null ? {} : { length: Math.max(0, found.index - at) };
}

function noteKind(note: string): Judged['kind'] {
  if (/^Starting /.test(note)) return 'boundary';
  if (/^Swift_\w{1,80} stopped/.test(note)) return 'close';
  return /^Connection to .{1,255} (?:has been closed unexpectedly|Timed Out)/.test(note)
    ? 'lost'
    : 'note';
}
