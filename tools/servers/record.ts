/**
 * `node tools/servers/record.ts [SERVER…]`: says every scenario to the servers and writes what they
 * answered to test/servers/recorded. A run that could not be finished is no recording.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { offersIn } from '../../test/servers/offersIn.ts';
import { recordingOf } from '../../test/servers/recording.ts';
import { serverNames } from '../../test/servers/runningServer.ts';
import type { ServerName } from '../../test/servers/runningServer.ts';
import type { ReplayEvent } from '../../server/protocol/replay.ts';
import { startServers } from '../../test/servers/servers.ts';
import { readScenarios, recordingFolder } from '../../test/servers/sessionFile.ts';
import { runSessions } from '../../test/servers/sessionRuns.ts';

const asked = process.argv.slice(2);
const names = serverNames.filter(name => asked.length === 0 || asked.includes(name));
const servers = await startServers(names);
try {
  for (const { name, why } of servers.failed) console.error(`${name} did not start: ${why}`);
  const runs = await runSessions(await readScenarios(), servers.up);
  for (const { name } of servers.up) await emptied(name);
  for (const run of runs) {
    const { scenario, needs } = run.session;
    const has = needs === null || offers(run.events, needs);
    const recording = has ? recordingOf(run) : { refused: `it offers no ${needs}` };
    if (typeof recording !== 'string') {
      console.log(`${run.server.name} ${scenario}: ${recording.refused}`);
      continue;
    }
    await writeFile(new URL(`${scenario}.smtp`, recordingFolder(run.server.name)), recording);
  }
  process.exitCode = servers.failed.length > 0 ? 1 : 0;
} finally {
  await servers.stop();
}

/** Whether a reply to EHLO names the keyword; a server with a port for LMTP speaks LMTP. */
function offers(events: readonly ReplayEvent[], need: string): boolean {
  const replies = events.flatMap(event => (event.kind === 'received' ? event.lines : []));
  return need === 'LMTP' || offersIn(replies.join('\n'), need);
}

async function emptied(name: ServerName): Promise<void> {
  await rm(recordingFolder(name), { recursive: true, force: true });
  await mkdir(recordingFolder(name), { recursive: true });
}
