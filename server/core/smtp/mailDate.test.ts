import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { mailDateProblem, weekdayOf } from './mailDate.ts';

test('weekdays are those of the calendar', () => {
  for (let day = 0; day < 80_000; day += 13) {
    const date = new Date(Date.UTC(1900, 0, 1) + day * 86_400_000);
    const parts = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()] as const;
    assert.equal(weekdayOf(...parts), date.getUTCDay(), date.toISOString());
  }
});

test('what is written by the grammar is right, in any of its forms', () => {
  const right = [
    'Fri, 21 Nov 1997 09:55:06 -0600',
    ' Tue, 1 Jul 2003 10:52:37 +0200',
    '1 Jul 2003 10:52 +0200',
    'Thu,\t13  Feb 1969 23:32:00 -0330 (Newfoundland Time)',
    'Tue, 29 Feb 2000 23:59:60 +0000',
  ];
  for (const date of right) assert.equal(mailDateProblem(date), undefined, date);
});

test('each fault is named, and mended where the moment is certain', () => {
  const faults: readonly (readonly [date: string, reason: RegExp, rewritten?: string])[] = [
    ['', /empty/],
    ['yesterday', /not like/],
    ['Sat 21 Nov 2026 10:00:00 +0000', /comma/, 'Sat, 21 Nov 2026 10:00:00 +0000'],
    ['Saturday, 21 Nov 2026 10:00:00 +0000', /weekday/, 'Sat, 21 Nov 2026 10:00:00 +0000'],
    ['21 Foo 2026 10:00:00 +0000', /month/],
    ['29 Feb 1900 10:00:00 +0000', /no day 29/],
    ['0 Jan 2026 10:00:00 +0000', /no day 0/],
    ['1 Jan 2026 24:00:00 +0000', /hour/],
    ['1 Jan 2026 23:60:00 +0000', /minute/],
    ['1 Jan 2026 23:00:61 +0000', /second/],
    ['1 Jan 99 23:00:00 -0000', /four digits/, 'Fri, 1 Jan 1999 23:00:00 -0000'],
    ['1 Jan 101 23:00:00 PST', /four digits/, 'Mon, 1 Jan 2001 23:00:00 -0800'],
    ['1 Jan 1800 23:00:00 +0000', /older/],
    ['1 Jan 20260 23:00:00 +0000', /too many/],
    ['1 Jan 2026 23:00', /no zone/],
    ['1 Jan 2026 23:00 +1', /no zone like/],
    ['1 Jan 2026 23:00 +0260', /no zone like/],
    ['1 Jan 2026 23:00 Mars', /no zone/],
    ['1 Jan 2026 23:00 gmt', /write \+0000/, 'Thu, 1 Jan 2026 23:00:00 +0000'],
    ['1 Jan 2026 23:00 A', /letter/],
  ];
  for (const [date, reason, rewritten] of faults) {
    const found = mailDateProblem(date);
    assert.match(found?.reason ?? '', reason, date);
    assert.equal(found?.rewritten, rewritten, date);
    if (rewritten !== undefined) assert.equal(mailDateProblem(rewritten), undefined);
  }
});

test('a date without end costs nothing', () => {
  const start = performance.now();
  const many = ' '.repeat(200_000);
  assert.ok(mailDateProblem(`Sat,${many}21${many}`));
  assert.ok(mailDateProblem('('.repeat(200_000)));
  assert.ok(performance.now() - start < 500);
});
