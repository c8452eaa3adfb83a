import { Uri } from 'vscode';
import type { TextDocument } from 'vscode';
import type { Parts } from '../parts.ts';
import { chooseSessions } from './chooseSessions.ts';
import { chooseTarget } from './chooseTarget.ts';
import { activeTranscript } from './editorRequests.ts';
import { sourceOf } from './liveDocuments.ts';
import { transcriptAt } from './planRequests.ts';
import { replayArguments } from './replayArguments.ts';
import type { ReplayArguments } from './replayArguments.ts';
import type { ReplayOptions, ReplayRequest } from './replayRequest.ts';

/** What runs, and where. */
export interface Replay {
  readonly requests: readonly ReplayRequest[];
  readonly options: ReplayOptions;
}

/** The replay that a command's arguments mean; what they leave open is asked, the target too. */
export async function askedReplay(parts: Parts, value: unknown): Promise<Replay | undefined> {
  const given = argumentsOf(value);
  const document = await documentOf(given);
  const sessions = await sessionsOf(parts, document, given);
  if (sessions === undefined) return undefined;
  const request: ReplayRequest = { uri: document.uri, sessions };
  if (given.target) return { requests: [request], options: { target: given.target } };
  const all = (await parts.language.sessions(document)).sessions;
  const wanted = sessions === 'all' ? all : all.filter(({ index }) => sessions.includes(index));
  const recipients = [...new Set(wanted.flatMap(session => session.recipients))];
  const suggested = wanted.flatMap(({ target }) => (target === null ? [] : [target]));
  const options = await chooseTarget({ document, parts, recipients, suggested });
  return options && { requests: [request], options };
}

/** The arguments of a command, read; rejects in words. */
export function argumentsOf(value: unknown): ReplayArguments {
  const read = replayArguments(value);
  if (typeof read === 'string') throw new Error(`${read}.`);
  return read;
}

/**
 * The document that arguments name, else the active one; of what a run showed, the transcript that
 * was run. Rejects where it is no transcript.
 */
export async function documentOf({ uri }: ReplayArguments): Promise<TextDocument> {
  const named = uri === undefined ? activeTranscript().document.uri : Uri.parse(uri, true);
  return transcriptAt(sourceOf(named) ?? named);
}

async function sessionsOf(
  { language }: Parts,
  document: TextDocument,
  { session }: ReplayArguments,
): Promise<ReplayRequest['sessions'] | undefined> {
  if (session !== undefined) return session === 'all' ? session : [session];
  const { sessions } = await language.sessions(document);
  if (sessions.length === 0) throw new Error('there is no SMTP session in this file.');
  const chosen = await chooseSessions(document, sessions);
  return chosen?.map(({ index }) => index);
}
