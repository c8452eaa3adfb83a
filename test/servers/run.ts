/**
 * `npm run test:servers [-- --set-up] [-- --update]`: all recordings on all real servers. Under CI, and with
 * `--set-up`, every server has to come up; elsewhere those that are missing are left out, and said so.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { transcriptOfRun } from '../../server/replay/record/transcriptOfRun.ts';
import { explanationFaults } from '../../tools/servers/explained.ts';
import { explanations } from '../../tools/servers/explanations.ts';
import { installServers } from '../../tools/servers/install.ts';
import { renderServersPage } from '../../tools/servers/page.ts';
import { recordingFaults } from './coverage.ts';
import { observedDifferences } from './observed.ts';
import { startServers } from './servers.ts';
import type { StartedServers } from './servers.ts';
import { serverNames } from './runningServer.ts';
import type { SessionRun } from './runSession.ts';
import { readRecordings, readScenarios } from './sessionFile.ts';
import { runSessions } from './sessionRuns.ts';

const page = new URL('../../docs/servers.md', import.meta.url);
const required = process.env['CI'] === 'true' || process.argv.includes('--set-up');
const update = process.argv.includes('--update');

if (required) {
  for (const reason of await installServers(console.log)) console.error(`not installed: ${reason}`);
}
const servers = await startServers();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void servers.stop().finally(() => process.exit(130)));
}
let faults: readonly string[];
try {
  faults = await faultsWith(servers);
} finally {
  await servers.stop();
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

async function faultsWith({ up, failed }: StartedServers): Promise<readonly string[]> {
  for (const { name, version } of up) console.log(`${name} ${version} is up`);
  for (const { name, why } of failed) console.log(`${name} is not up: ${why}`);
  const [scenarios, recordings] = [await readScenarios(), await readRecordings()];
  const runs = await runSessions(recordings, up);
  const whole = up.length === serverNames.length;
  const faults = [
    ...failed.filter(() => required).map(({ name }) => `${name} is required and is not up`),
    ...recordingFaults(scenarios, recordings),
    ...ownFaults(runs),
    ...textFaults(runs),
    // Without some servers some explanations explain nothing.
    ...explanationFaults(explanations, observedDifferences(runs)).filter(
      fault => whole || !fault.startsWith('explains nothing'),
    ),
  ];
  const text = renderServersPage({ scenarios, recordings, runs });
  // Runs that could not be finished for another reason must not become the page.
  if (whole && update && ownFaults(runs).length === 0) await writeFile(page, text);
  const asWritten = whole ? (await readFile(page, 'utf8').catch(() => '')) === text : undefined;
  if (asWritten === false) faults.push('docs/servers.md says something else: run with --update');
  const matrix =
    asWritten === undefined ? 'matrix not whole' : `matrix ${asWritten ? '' : 'not '}as documented`;
  console.log(
    `servers: ${up.length} of ${serverNames.length} up, ${recordings.length} sessions, ${runs.length} replays, ${matrix}`,
  );
  return faults;
}

/** Its texts come again as well, volatile parts aside: there is nothing new to be recorded. */
function textFaults(runs: readonly SessionRun[]): readonly string[] {
  return runs
    .filter(({ session, server, verdict }) => {
      return session.recordedOn === server.name && verdict === 'passed';
    })
    .flatMap(({ session, server, events }) => {
      const octets = new TextEncoder().encode(session.text);
      const { promoted } = transcriptOfRun({ octets, plan: session.plan, events });
      return promoted === octets ? [] : [`${server.name} says something else: ${session.scenario}`];
    });
}

/** A recording passes against the server that it was made on. */
function ownFaults(runs: readonly SessionRun[]): readonly string[] {
  return runs
    .filter(({ session, server, verdict }) => {
      return session.recordedOn === server.name && verdict !== 'passed';
    })
    .map(({ session, server, differences, failure }) => {
      const what = differences.map(
        ({ command, recorded, actual }) => `${command}: ${actual} instead of ${recorded}`,
      );
      return `${server.name} differs from its own recording ${session.scenario}: ${[...what, failure].join('; ')}`;
    });
}
