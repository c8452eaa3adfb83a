import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { smtp } from '../../../server/core/dialect/smtp.ts';
import { readTranscript } from '../../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../../server/host/bufferScanner.ts';
import type { ReplayPlan } from '../../../server/protocol/replay.ts';
import { replay } from '../../../server/replay/engine/replay.ts';
import { nodeIo } from '../../../server/replay/io/nodeIo.ts';
import { planOf } from '../../../server/replay/plan/plan.ts';
import { bareClient } from './bareClient.ts';
import { startSink } from './sink.ts';
import { content, entriesOf, sessionOf } from './transcript.ts';

const run = promisify(execFile);
const [messagesText = '10000', roundsText = '9'] = process.argv.slice(2);
const messages = Number(messagesText);
const rounds = Number(roundsText);

/** Sends all messages once. */
interface Contestant {
  readonly name: string;
  readonly send: () => Promise<unknown>;
}

const sink = await startSink();
try {
  const contestants = contestantsFor(sink.port);
  const rates = contestants.map((): number[] => []);
  for (const { send } of contestants) await send();
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { send }] of contestants.entries()) {
      const start = performance.now();
      await send();
      rates[index]?.push((messages * 1000) / (performance.now() - start));
    }
  }
  report(contestants, rates);
} finally {
  sink.stop();
}

function contestantsFor(port: number): readonly Contestant[] {
  const text = (count: number): Buffer => sessionOf(count);
  const lockstep = planFor(text(messages), 'lockstep');
  const tenth = planFor(text(messages / 10), 'lockstep');
  const forced = planFor(text(messages), 'forced');
  const forcedTenth = planFor(text(messages / 10), 'forced');
  const entries = entriesOf(messages);
  const entriesTenth = entriesOf(messages / 10);
  const ten = (work: () => Promise<unknown>) => () => Promise.all(Array.from({ length: 10 }, work));
  return [
    { name: 'bare socket, 1 connection', send: () => bareClient(port, entries) },
    { name: 'replay in lockstep, 1 connection', send: () => acted(lockstep, port) },
    { name: 'replay pipelined, 1 connection', send: () => acted(forced, port) },
    { name: 'bare socket, 10 connections', send: ten(() => bareClient(port, entriesTenth)) },
    { name: 'replay in lockstep, 10 connections', send: ten(() => acted(tenth, port)) },
    { name: 'replay pipelined, 10 connections', send: ten(() => acted(forcedTenth, port)) },
    { name: 'Nodemailer pool, 10 connections', send: () => pooled(port) },
    { name: 'smtp-source, 10 connections', send: () => source(port) },
  ];
}

function planFor(octets: Buffer, pipelining: 'lockstep' | 'forced'): ReplayPlan {
  const [chunk] = readTranscript(octets, { scanner: bufferScanner, dialect: smtp });
  const session = chunk?.sessions[0];
  if (!chunk || !session) throw new Error('the transcript has no session');
  return planOf(chunk, session, { index: 0, firstLine: 1, pipelining }).plan;
}

async function acted(plan: ReplayPlan, port: number): Promise<void> {
  const target = { host: '127.0.0.1', port };
  const io = nodeIo({ loopbackOnly: true });
  for await (const event of replay(plan, io, new AbortController().signal, { target })) {
    if (event.kind === 'differed' || event.kind === 'failed') throw new Error(event.message);
    if (event.kind === 'done' && event.verdict !== 'passed') throw new Error(event.verdict);
  }
}

async function pooled(port: number): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: 10,
    maxMessages: Infinity,
    ignoreTLS: true,
  });
  const raw = `${content().join('\r\n')}\r\n`;
  const envelope = { from: 'sender@example.org', to: 'recipient@example.net' };
  await Promise.all(Array.from({ length: messages }, () => transport.sendMail({ envelope, raw })));
  transport.close();
}

async function source(port: number): Promise<void> {
  const common = ['-d', '-s', '10', '-m', String(messages), '-l', '1024'];
  const envelope = ['-f', 'sender@example.org', '-t', 'recipient@example.net'];
  await run('/usr/sbin/smtp-source', [...common, ...envelope, `127.0.0.1:${String(port)}`]);
}

function report(contestants: readonly Contestant[], rates: readonly number[][]): void {
  console.log(
    `Node ${process.version}, ${String(messages)} messages, medians of ${String(rounds)}\n`,
  );
  console.log('| who | messages/s |');
  console.log('|---|---|');
  const medians = rates.map(median);
  for (const [index, { name }] of contestants.entries()) {
    console.log(`| ${name} | ${(medians[index] ?? 0).toFixed(0)} |`);
  }
  const ratio = (one: number, other: number): string =>
    median(rates[one]?.map((rate, at) => rate / (rates[other]?.[at] ?? Infinity)) ?? []).toFixed(2);
  console.log('\n| ratio, of each round | figure | goal |');
  console.log('|---|---|---|');
  console.log(`| lockstep to bare socket, 1 connection | ${ratio(1, 0)} | 0.90 |`);
  console.log(`| lockstep to bare socket, 10 connections | ${ratio(4, 3)} | 0.90 |`);
  console.log(`| pipelined to lockstep, 1 connection | ${ratio(2, 1)} | 1.80 |`);
  console.log(`| 10 connections to a Nodemailer pool | ${ratio(4, 6)} | 8 |`);
  console.log(`| 10 connections, pipelined, to a Nodemailer pool | ${ratio(5, 6)} | 8 |`);
  console.log(`| 10 connections to smtp-source | ${ratio(4, 7)} | 0.80 |`);
  console.log(`| 10 connections, pipelined, to smtp-source | ${ratio(5, 7)} | 0.80 |`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
