import { workspace } from 'vscode';
import type { TextDocument, Uri } from 'vscode';
import type { ReplayHow, SessionItem, WirePlanProblem } from '../../server/protocol/lsp.ts';
import type { Language } from '../languageClient/language.ts';
import { LANGUAGE_ID } from '../parts.ts';
import { wordsOf } from '../words.ts';
import { planOfWire } from './planOfWire.ts';
import { PlanRefusal } from './planRefusal.ts';
import type { ReplayRequest, RunningSession } from './replayRequest.ts';
import { replaySettings } from './replaySettings.ts';

/** A session that is ready to run, with what its plan was made of. */
export interface PlannedSession extends RunningSession {
  readonly how: ReplayHow;
}

/** A document with the sessions that are to run. */
export interface PlannedDocument {
  readonly document: TextDocument;
  readonly sessions: readonly PlannedSession[];
}

/** What the planner is told, and who is told on the way. */
export interface PlanContext {
  /** Names of variables that the run will be given. */
  readonly given: readonly string[];
  /** Where the target is spoken to in the clear. */
  readonly tls: 'none' | undefined;
  /** What the user should know about a document's plans. */
  readonly problems: (document: TextDocument, found: readonly WirePlanProblem[]) => void;
  /** A document that cannot be replayed; absent where that ends everything. */
  readonly refused: ((uri: Uri, message: string) => void) | undefined;
  /** A session that cannot be replayed; absent where that refuses its document. */
  readonly unplayable: ((uri: Uri, index: number, problem: WirePlanProblem) => void) | undefined;
}

/** Plans every request before anything connects. Rejects in words. */
export async function planRequests(
  language: Language,
  requests: readonly ReplayRequest[],
  context: PlanContext,
): Promise<readonly PlannedDocument[]> {
  const planned: PlannedDocument[] = [];
  for (const request of requests) {
    try {
      planned.push(await planRequest(language, request, context));
    } catch (error) {
      if (context.refused === undefined) throw error;
      context.refused(request.uri, wordsOf(error));
    }
  }
  return planned;
}

async function planRequest(
  language: Language,
  request: ReplayRequest,
  { given, tls, problems, unplayable }: PlanContext,
): Promise<PlannedDocument> {
  const document = await transcriptAt(request.uri);
  const { sessions } = await language.sessions(document);
  const lines = request.lines && { lines: request.lines };
  const clear = tls && { tls };
  const how: ReplayHow = { ...replaySettings(document.uri), ...lines, ...clear, given };
  const planned: PlannedSession[] = [];
  for (const { index } of wantedOf(sessions, request)) {
    const answer = await language.plan(document, index, how);
    problems(document, answer.problems);
    const fatal = answer.problems.find(problem => problem.fatal);
    if (fatal && unplayable) {
      unplayable(document.uri, index, fatal);
      continue;
    }
    if (fatal) throw new PlanRefusal(document, fatal);
    const { version } = answer;
    planned.push({ uri: document.uri, index, version, how, plan: planOfWire(answer.plan) });
  }
  return { document, sessions: planned };
}

/** The document, open; rejects where it is no transcript. */
export async function transcriptAt(uri: Uri): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uri);
  if (document.languageId === LANGUAGE_ID) return document;
  throw new Error('open an SMTP transcript (.smtp) first.');
}

function wantedOf(
  sessions: readonly SessionItem[],
  { sessions: wanted }: ReplayRequest,
): readonly SessionItem[] {
  if (sessions.length === 0) throw new Error('there is no SMTP session in this file.');
  if (wanted === 'all') return sessions;
  return wanted.map(index => {
    const session = sessions.find(each => each.index === index);
    if (session) return session;
    const there = `the file has ${String(sessions.length)}`;
    throw new Error(`session ${String(index + 1)} is not there: ${there}.`);
  });
}
