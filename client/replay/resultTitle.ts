import { countOf, durationText } from '../words.ts';
import { isRight, isStopped } from './runReport.ts';
import type { SessionReport } from './runReport.ts';

/** How a session went, in a few words above it: `✓ passed, 12 ms`, `✗ 2 differences`. */
export function resultTitle(report: SessionReport): string {
  const { verdict, expectedVerdict, differed, failure, duration } = report;
  if (isStopped(report)) return '■ stopped';
  if (isRight(report)) {
    const how = verdict === 'passed' ? verdict : `${verdict} as expected`;
    return `✓ ${how}, ${durationText(duration.total)}`;
  }
  if (verdict === 'failed') return `✗ failed: ${failure?.reason ?? 'it came to no end'}`;
  if (verdict === 'differed') return `✗ ${countOf(differed, 'difference')}`;
  return `✗ ${verdict}, expected ${expectedVerdict}`;
}
