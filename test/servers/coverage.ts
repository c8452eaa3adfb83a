import { unrecorded } from '../../tools/servers/explanations.ts';
import { offersIn } from './offersIn.ts';
import { serverNames } from './runningServer.ts';
import type { ServerName } from './runningServer.ts';
import type { SessionFile } from './sessionFile.ts';

/** Every scenario is recorded on every server, or there is a reason why not. */
export function recordingFaults(
  scenarios: readonly SessionFile[],
  recordings: readonly SessionFile[],
): readonly string[] {
  const recorded = new Set(recordings.map(file => keyOf(file.scenario, file.recordedOn ?? '')));
  const excused = new Set(unrecorded.map(({ scenario, server }) => keyOf(scenario, server)));
  const faults: string[] = [];
  for (const { scenario, needs, plan } of scenarios) {
    for (const server of serverNames) {
      const key = keyOf(scenario, server);
      const wanted =
        offers(recordings, server, needs) &&
        !(plan.implicitTls && !offers(recordings, server, 'STARTTLS'));
      if (recorded.has(key) === (wanted && !excused.has(key))) continue;
      faults.push(`${key}: ${recorded.has(key) ? 'a recording too many' : 'no recording'}`);
    }
  }
  for (const { scenario, recordedOn } of recordings) {
    if (!scenarios.some(file => file.scenario === scenario)) {
      faults.push(`${keyOf(scenario, recordedOn ?? '')}: a recording of no scenario`);
    }
  }
  return faults;
}

function offers(
  recordings: readonly SessionFile[],
  server: ServerName,
  need: string | null,
): boolean {
  if (need === null) return true;
  // Only one of them speaks LMTP.
  if (need === 'LMTP') return server === 'smtp-server';
  return recordings.some(({ recordedOn, text }) => recordedOn === server && offersIn(text, need));
}

function keyOf(scenario: string, server: string): string {
  return `${scenario} on ${server}`;
}
