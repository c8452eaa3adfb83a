import type { ReplayEvent } from '../protocol/replay.ts';
import { codePaint } from './style.ts';
import type { Style } from './style.ts';

/** Content lines of one send that are shown; the rest is counted. */
const SHOWN_CONTENT = 6;

/** A replay event as lines for a terminal; '' for those that say nothing by themselves. */
export function renderEvent(event: ReplayEvent, style: Style): string {
  switch (event.kind) {
    case 'opened': {
      const where = event.address.includes(':') ? `[${event.address}]` : event.address;
      return line(style.dim(`· connected to ${where}:${event.port}${named(event.host, event.address)}`));
    }
    case 'secured': {
      const trust = event.authorized ? 'certificate trusted' : 'certificate not verified';
      return line(style.dim(`· TLS ${event.protocol}, ${event.cipher}, ${trust}, SHA-256 ${event.fingerprint}`));
    }
    case 'sent':
      return renderSent(event, style);
    case 'received': {
      const paint = codePaint(style, event.code);
      return event.lines.map(text => line(`${style.dim('S:')} ${paint(text)}`)).join('');
    }
    case 'matched':
      return '';
    case 'differed':
      return [
        line(style.red(`✗ line ${event.line}: ${event.message}`)),
        line(`    recorded  ${event.expected}`),
        line(`    live      ${event.actual}`),
      ].join('');
    case 'failed': {
      const where = event.line > 0 ? `line ${event.line}: ` : '';
      return line(style.red(`✗ ${where}${event.message} [${event.reason}]`));
    }
    case 'done':
      return renderDone(event, style);
  }
}

function renderSent(event: Extract<ReplayEvent, { kind: 'sent' }>, style: Style): string {
  const isContent = event.purpose === 'content' || event.purpose === 'chunk';
  const shown = isContent ? event.lines.slice(0, SHOWN_CONTENT) : event.lines;
  const rest = event.lines.length - shown.length;
  const paint = isContent ? style.dim : style.blue;
  const lines = shown.map(text => line(`${style.dim('C:')} ${paint(text)}`));
  if (rest > 0) lines.push(line(style.dim(`C: … ${rest} more lines, ${event.octets} octets in all`)));
  return lines.join('');
}

function renderDone(event: Extract<ReplayEvent, { kind: 'done' }>, style: Style): string {
  const paint = event.verdict === 'passed' ? style.green : style.red;
  const parts = [
    `${event.matched} ${event.matched === 1 ? 'reply' : 'replies'} as recorded`,
    event.differed > 0 ? `${event.differed} different` : '',
    event.skipped > 0 ? `${event.skipped} steps skipped` : '',
    `${Math.round(event.duration.total)} ms`,
  ].filter(part => part !== '');
  return line(`${paint(style.bold(event.verdict))}  ${style.dim(parts.join(', '))}`);
}

function named(host: string, address: string): string {
  return host === address ? '' : ` (${host})`;
}

function line(text: string): string {
  return `  ${text}\n`;
}
