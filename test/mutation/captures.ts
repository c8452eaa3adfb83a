import { readFileSync } from 'node:fs';
import { readSession } from './readSession.ts';
import type { Marks } from './readSession.ts';
import type { Session } from './session.ts';

/** Dialects that print a line a line, both sides marked, content included or plainly left out. */
const MARKS: Readonly<Record<string, Marks>> = {
  swaks: { client: /^ (?:->|~>) /, server: /^<[-~*][ *]? / },
  'msmtp-debug': { client: /^--> /, server: /^<-- / },
  'perl-netsmtp': { client: /^[\w:]+=GLOB\(\w+\)>>> ?/, server: /^[\w:]+=GLOB\(\w+\)<<< / },
  'sendmail-X': { client: /^\d+ <<< /, server: /^\d+ >>> / },
  'postfix-smtpd-v': {
    client: /^.*postfix\/\w+\[\d+\]: < \S+\[[^\]]*\]: /,
    server: /^.*postfix\/\w+\[\d+\]: > \S+\[[^\]]*\]: /,
  },
  'opensmtpd-trace': { client: /^smtp: 0x\w+: <<< /, server: /^smtp: 0x\w+: >>> / },
};

interface Entry {
  readonly file: string;
  readonly dialect: string;
  readonly clean: boolean;
}

/** Captures of real programs that are clean and that the simple reading understands. */
export const CAPTURES: readonly Session[] = cleanCaptures();

function cleanCaptures(): Session[] {
  const place = new URL('../corpus/', import.meta.url);
  const entries = JSON.parse(readFileSync(new URL('manifest.json', place), 'utf8')) as Entry[];
  return entries.flatMap(({ file, dialect, clean }) => {
    const marks = MARKS[dialect];
    // Content that imitates dialogue is dialogue once the mutant has no 354.
    if (!clean || marks === undefined || file.includes('look-alikes')) return [];
    const text = readFileSync(new URL(file, place), 'utf8');
    return text.includes('\uFFFD') ? [] : (readSession(file, text, dialect, marks) ?? []);
  });
}
