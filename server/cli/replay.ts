import { visibleOf } from '../core/octets/visible.ts';
import { receiverFeatureOf } from '../receiver/features.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { Replayer } from './replayer.ts';
import { plannedRuns } from './plannedRuns.ts';
import type { PlannedRun } from './plannedRuns.ts';
import { replayTarget } from './replayTarget.ts';

/** `replay`: acts each session as the client and compares every reply with the recorded one. */
export const replayCommand: Command = {
  name: 'replay',
  usage:
    'replay [--to HOST:PORT [--allow HOST:PORT]] [--session N|NAME] [--format text|json] FILE…|DIR|-',
  summary: 'run sessions against a server and compare its replies',
  help: [
    '--to HOST:PORT       the server (default: the embedded receiver on loopback)',
    '--allow HOST:PORT    your consent to connect to a host that is not loopback: mail may be delivered',
    '--session N|NAME     only this session of a file, by number or name; may be repeated',
    '--match POLICY       compare by code (default), class, enhanced or exact text',
    '--timeout TIME       longest wait for a reply, such as 5s (default 30s)',
    '--tls implicit       with --to: TLS from the first octet (port 465)',
    '--ca FILE            with --to: trust these certificates (PEM) too',
    '--insecure           with --to: do not verify the certificate',
    '--format text|json   how to print; json: one event a line (default text)',
    '--dialect ID         how the tool prints sessions (default: detected)',
  ],
  options: {
    to: { type: 'string' },
    allow: { type: 'string', multiple: true },
    session: { type: 'string', multiple: true },
    match: { type: 'string' },
    timeout: { type: 'string' },
    tls: { type: 'string' },
    ca: { type: 'string' },
    insecure: { type: 'boolean' },
    format: { type: 'string' },
    dialect: { type: 'string' },
  },
  interruptible: true,
  async run(invocation, terminal) {
    const runs = await plannedRuns(invocation, terminal);
    const recipients = new Set(runs.flatMap(run => run.plan.recipients));
    const target = await replayTarget(invocation, recipients);
    const replayer = new Replayer(invocation, { terminal, target });
    if (runs.length === 0) throw new UsageError('there is no session to replay');
    try {
      for (const run of runs) {
        if (terminal.signal.aborted) break;
        terminal.note(notesOf(run));
        await replayer.run(run);
      }
    } finally {
      await replayer.close();
    }
    if (terminal.signal.aborted) return EXIT.interrupted;
    replayer.printTotals();
    return replayer.exitStatus;
  },
};

/** What the run does without: a wrong directive, a reply that nothing asks for. */
function notesOf({ file, plan, problems }: PlannedRun): string {
  const place = visibleOf(file);
  const unknown = plan.receiverDisable.filter(name => receiverFeatureOf(name) === undefined);
  return [
    ...problems
      .filter(problem => !problem.fatal)
      .map(({ line, message }) => `${place}:${line}: ${message}\n`),
    ...unknown.map(name => `${place}: the embedded receiver cannot disable ${visibleOf(name)}\n`),
  ].join('');
}
