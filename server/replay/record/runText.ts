import type { ReplayEvent } from '../../protocol/replay.ts';

/** Text that is for people only, whatever it says, on one line. */
export function note(text: string): string {
  return `# | ${oneLine(text)}\n`;
}

/** A line in which nothing ends it or acts on a terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, '\ufffd');
}

/** What an event says beside the dialogue, as notes; '' where it says nothing. */
export function eventNotes(event: ReplayEvent): string {
  switch (event.kind) {
    case 'opened':
      return `# <connected>\n${note(`${event.host} at ${event.address}, port ${String(event.port)}`)}`;
    case 'secured': {
      const trust = event.authorized ? 'certificate trusted' : 'certificate not verified';
      const facts = `${event.protocol}, ${event.cipher}, ${trust}, SHA-256 ${event.fingerprint}`;
      return `# <TLS established>\n${note(facts)}`;
    }
    case 'captured':
      return note(`${event.name} = ${event.value}`);
    case 'skipped':
      return note(`skipped: ${event.message}`);
    case 'waiting':
      return note(`waited ${String(Math.round(event.ms))} ms (${event.why})`);
    case 'next-host':
      return note(`next host: ${event.host}, port ${String(event.port)}`);
    case 'differed':
      return note(`line ${String(event.line)} differs: ${event.message}`);
    case 'failed':
      return `${ENDINGS[event.reason] ?? ''}${note(`failed: ${event.message}`)}`;
    case 'done':
      return note(`${event.verdict} after ${String(Math.round(event.duration.total))} ms`);
    case 'sent':
    case 'received':
    case 'matched':
      return '';
  }
}

/** Failures that are events of the format. */
const ENDINGS: Readonly<Record<string, string>> = {
  timeout: '# <timeout>\n',
  closed: '# <connection closed>\n',
  reset: '# <connection lost>\n',
};
