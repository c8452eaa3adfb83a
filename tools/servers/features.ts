import { offersIn } from '../../test/servers/offersIn.ts';
import { serverNames } from '../../test/servers/runningServer.ts';
import type { ServerName } from '../../test/servers/runningServer.ts';
import type { SessionFile } from '../../test/servers/sessionFile.ts';

/** A row a server: its version and what it offers, all read from the recordings. */
export function featureRows(
  recordings: readonly SessionFile[],
  names: Readonly<Record<ServerName, string>>,
): readonly (readonly string[])[] {
  return serverNames.map(name => {
    const own = recordings.filter(recording => recording.recordedOn === name);
    const offers = (keyword: string): boolean => own.some(({ text }) => offersIn(text, keyword));
    const has = (scenario: string): boolean => own.some(file => file.scenario === scenario);
    const mark = (yes: boolean): string => (yes ? 'yes' : '–');
    return [
      names[name],
      versionIn(own),
      mark(has('starttls') && has('implicit-tls')),
      mechanismsIn(own),
      mark(offers('CHUNKING')),
      mark(has('lmtp')),
      mark(offers('PIPELINING')),
      mark(offers('DSN')),
      mark(offers('SMTPUTF8')),
    ];
  });
}

function versionIn(recordings: readonly SessionFile[]): string {
  return /^# Recorded on \S+ (\S+)\.$/mu.exec(recordings[0]?.text ?? '')?.[1] ?? '?';
}

/** The longest list of mechanisms: some servers offer more under TLS. */
function mechanismsIn(recordings: readonly SessionFile[]): string {
  const lists = recordings.flatMap(({ text }) =>
    [...text.matchAll(/^S: 250[- ]AUTH (.+)$/gmu)].map(([, list = '']) => list),
  );
  const [longest] = lists.sort((a, b) => b.length - a.length);
  return longest === undefined ? '–' : longest.split(' ').sort().join(', ');
}
