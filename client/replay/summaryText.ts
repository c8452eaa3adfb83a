import { countOf, durationText } from '../words.ts';
import { isRight, isStopped } from './runReport.ts';
import type { RunReport, SessionReport } from './runReport.ts';

/** The run in one sentence or two, for a message; `target` says where it went. */
export function summaryText({ sessions, target }: Pick<RunReport, 'sessions' | 'target'>): string {
  const [only] = sessions;
  if (only === undefined) return 'Nothing was replayed.';
  if (sessions.length === 1) return `${sentenceOf(only, target)}.`;
  const right = sessions.filter(isRight).length;
  const total = sessions.reduce((sum, { duration }) => sum + duration.total, 0);
  const counted = `${String(right)} of ${countOf(sessions.length, 'session')} went as expected`;
  const wrong = sessions.find(session => !isRight(session));
  const first = wrong === undefined ? '' : ` First: ${wrong.name}, ${detailOf(wrong)}.`;
  return `${counted} against ${target} (${durationText(total)}).${first}`;
}

/** One line about a session, for the output channel. */
export function sessionLine(session: SessionReport): string {
  const [verdict = '', timings = ''] = verdictLines(session);
  return `${session.name}: ${verdict} (${timings})`;
}

/** The verdict and the timings, for the end of the conversation. */
export function verdictLines(session: SessionReport): readonly string[] {
  const { total, connect, tls } = session.duration;
  const parts = [`total ${durationText(total)}`, `connect ${durationText(connect)}`];
  if (tls > 0) parts.push(`TLS ${durationText(tls)}`);
  return [`${verdictOf(session)}: ${detailOf(session)}`, parts.join(', ')];
}

function sentenceOf(session: SessionReport, target: string): string {
  const { name, duration } = session;
  const head = `Replay of ${name} ${verdictOf(session)}`;
  return `${head}: ${detailOf(session)}, against ${target} in ${durationText(duration.total)}`;
}

function verdictOf(session: SessionReport): string {
  const { verdict, expectedVerdict } = session;
  if (isStopped(session)) return 'stopped';
  if (expectedVerdict === 'passed') return verdict;
  return isRight(session) ? `${verdict} as expected` : `${verdict}, expected ${expectedVerdict}`;
}

function detailOf(session: SessionReport): string {
  const { matched, differed, skipped, failure } = session;
  const parts: string[] = [];
  if (failure && !isStopped(session)) parts.push(failure.message.replace(/\.$/, ''));
  if (differed > 0) parts.push(countOf(differed, 'reply differs', 'replies differ'));
  if (matched > 0 || parts.length === 0) {
    parts.push(`${countOf(matched, 'reply', 'replies')} as recorded`);
  }
  if (skipped > 0) parts.push(`${countOf(skipped, 'step')} not run`);
  return parts.join(', ');
}
