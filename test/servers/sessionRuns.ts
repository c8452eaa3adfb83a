import type { RunningServer } from './runningServer.ts';
import { runSession } from './runSession.ts';
import type { SessionRun } from './runSession.ts';
import type { SessionFile } from './sessionFile.ts';

/** Sessions that a server has at a time: some wait on purpose before they say goodbye. */
const AT_A_TIME = 4;

/** Replays all sessions on all servers; those that a server has no port for are left out. */
export async function runSessions(
  sessions: readonly SessionFile[],
  servers: readonly RunningServer[],
): Promise<readonly SessionRun[]> {
  const runs = await Promise.all(servers.map(server => runOnServer(sessions, server)));
  return runs.flat();
}

async function runOnServer(
  sessions: readonly SessionFile[],
  server: RunningServer,
): Promise<readonly SessionRun[]> {
  const runs = new Map<SessionFile, SessionRun>();
  const waiting = sessions.values();
  const worker = async (): Promise<void> => {
    for (const session of waiting) {
      const run = await runSession(session, server);
      if (run !== null) runs.set(session, run);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return sessions.flatMap(session => runs.get(session) ?? []);
}
