import { visibleOf } from '../core/octets/visible.ts';
import type { ReplayCase, ReplayRun } from './replayRun.ts';

/** What a case is called: session, and the repetition where there are several. */
export function caseName(of: ReplayCase): string {
  const round = of.rounds > 1 ? ` (${of.round} of ${of.rounds})` : '';
  return `${visibleOf(of.session)}${round}`;
}

/** Why a run is not right, in one line; '' where it is. */
export function whyWrong(run: ReplayRun): string {
  const { verdict, failure, differences } = run;
  if (verdict === null || verdict === run.case.expected) return '';
  if (verdict === 'passed') return `expected: ${run.case.expected}, but every reply is as recorded`;
  if (failure !== null) return `${failure.message} [${failure.reason}]`;
  const [first] = differences;
  if (first === undefined) return `expected: ${run.case.expected}`;
  const more = run.differed - 1;
  return `line ${first.line}: ${first.message}${more > 0 ? ` (and ${more} more)` : ''}`;
}

/** Everything that was not as recorded, as plain lines; '' where nothing was. */
export function detailsOf(run: ReplayRun): string {
  const { file } = run.case;
  const place = visibleOf(file);
  const lines = run.differences.map(difference =>
    [
      `${place}:${difference.line}: ${difference.message}`,
      `    recorded  ${difference.expected}`,
      `    live      ${difference.actual}`,
    ].join('\n'),
  );
  const omitted = run.differed - run.differences.length;
  if (omitted > 0) lines.push(`(and ${omitted} more differences)`);
  if (run.failure !== null) {
    const { line, message, reason } = run.failure;
    lines.push(`${place}${line > 0 ? `:${line}` : ''}: ${message} [${reason}]`);
  }
  return lines.map(line => `${line}\n`).join('');
}

/** Where the run connected, and from which machine; '' where it did not get that far. */
export function connectionOf(run: ReplayRun): string {
  const { opened, secured } = run;
  if (opened === null) return '';
  const { address, port, machine, localAddress, host } = opened;
  const named = host === address ? '' : ` (${host})`;
  const from = [machine, localAddress].filter(part => part !== '').join(' ');
  const tls = secured === null ? 'no TLS' : `${secured.protocol}, ${secured.cipher}`;
  return visibleOf(`${placeText(address, port)}${named} from ${from}, ${tls}`);
}

/** `192.0.2.1:25`, `[2001:db8::1]:25`, or the path of a Unix socket. */
export function placeText(address: string, port: number): string {
  if (port === 0) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Milliseconds as people say them. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
