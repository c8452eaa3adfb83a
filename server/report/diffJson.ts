import type { DiffSetup, DiffWriter } from './diffReport.ts';
import { jsonText } from './jsonText.ts';

/** A comparison as one JSON object (docs/diff.md), written session by session. */
export function diffJson({ first, second, match }: DiffSetup): DiffWriter {
  let any = false;
  return {
    begin: () =>
      `{\n  "version": 1,\n  "first": ${jsonText(first)},\n  "second": ${jsonText(second)},\n` +
      `  "match": ${jsonText(match)},\n  "sessions": [`,
    add: diff => {
      const before = any ? ',' : '';
      any = true;
      return `${before}\n    ${jsonText(diff)}`;
    },
    end: totals => {
      const same = totals.differences === 0;
      return `${any ? '\n  ' : ''}],\n  "summary": ${jsonText({ same, ...totals })}\n}\n`;
    },
  };
}
