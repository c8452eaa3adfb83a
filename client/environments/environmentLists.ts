import { dirname } from 'node:path';
import { Uri, window, workspace } from 'vscode';
import type { EnvironmentTrouble, ListedEnvironment } from '../../server/protocol/lsp.ts';
import type { Environment } from '../../server/protocol/environment.ts';
import type { Language } from '../languageClient/language.ts';
import { ENVIRONMENTS_PATTERN, LANGUAGE_ID, SECTION } from '../parts.ts';
import { configuredTargets } from '../replay/configuredTargets.ts';
import type { ConfiguredTarget } from '../replay/configuredTargets.ts';
import { targetText } from '../replay/targetText.ts';
import { RECEIVER_ENVIRONMENT } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';

/** What can be chosen, the receiver first, and what of it cannot be used. */
export interface EnvironmentList {
  readonly choices: readonly EnvironmentChoice[];
  readonly problems: readonly EnvironmentTrouble[];
}

/** In a workspace that is not trusted there is nothing else. */
export const ONLY_RECEIVER: EnvironmentList = { choices: [RECEIVER_ENVIRONMENT], problems: [] };

/** Environments files that are looked for below the workspace folders. */
const MOST_FILES = 50;

/** A name in a folder, since environments are looked for from a file upwards. */
const ANY_NAME = 'any.smtp';

/** The environments that hold at any of these places; rejects where the server does not answer. */
export async function environmentsAt(
  language: Language,
  places: readonly (Uri | null)[],
): Promise<EnvironmentList> {
  const choices = new Map([[RECEIVER_ENVIRONMENT.id, RECEIVER_ENVIRONMENT]]);
  const problems = new Map<string, EnvironmentTrouble>();
  for (const place of places) {
    const settings = workspace.getConfiguration(SECTION, place);
    const asked = settings.get<unknown>('environments');
    const found = await language.environments(place, asked);
    const targets = configuredTargets(settings.get<unknown>('targets'));
    const listed = found.environments.map(each => listedChoice(each, found.problems));
    for (const choice of [...listed, ...targets.map(targetChoice)]) {
      if (!choices.has(choice.id)) choices.set(choice.id, choice);
    }
    for (const problem of found.problems) problems.set(JSON.stringify(problem), problem);
  }
  return { choices: sorted([...choices.values()]), problems: [...problems.values()] };
}

/** Where this window looks: its folders, the environments files in them, and the active file. */
export async function placesOfWindow(more: string | null): Promise<readonly (Uri | null)[]> {
  const files = await workspace.findFiles(ENVIRONMENTS_PATTERN, undefined, MOST_FILES);
  const folders = [
    ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri),
    ...files.map(uri => Uri.joinPath(uri, '..')),
    ...activeFolders(),
    ...(more === null ? [] : [Uri.file(dirname(more))]),
  ].filter(({ scheme }) => scheme === 'file');
  const places = new Map(folders.map(folder => [folder.toString(), folder]));
  if (places.size === 0) return [null];
  return [...places.values()].map(folder => Uri.joinPath(folder, ANY_NAME));
}

function activeFolders(): readonly Uri[] {
  const document = window.activeTextEditor?.document;
  return document?.languageId === LANGUAGE_ID ? [Uri.joinPath(document.uri, '..')] : [];
}

function listedChoice(
  { file, environment }: ListedEnvironment,
  problems: readonly EnvironmentTrouble[],
): EnvironmentChoice {
  const { name } = environment;
  const fault = faultOf(problems.find(problem => problem.file === file));
  const what = { name, file, environment, fault };
  return file === null
    ? { ...what, id: `setting ${name}`, source: 'setting' }
    : { ...what, id: `file ${file} ${name}`, source: 'file' };
}

function faultOf(problem: EnvironmentTrouble | undefined): string | null {
  if (problem === undefined) return null;
  const { file, line, message } = problem;
  const place =
    file === null ? 'the settings' : `${workspace.asRelativePath(file)}:${String(line)}`;
  return `${place}: ${message}`;
}

/** An entry of `smtpTranscript.targets`: an environment without anything that belongs to it. */
function targetChoice({ name, server }: ConfiguredTarget): EnvironmentChoice {
  const { host, port, implicitTls, inTheClear, verifyCertificate } = server;
  const tls = inTheClear === true ? 'none' : implicitTls === true ? 'implicit' : 'starttls';
  const environment: Environment = {
    name,
    host,
    port,
    ...(implicitTls !== undefined && { tls }),
    ...(verifyCertificate !== undefined && { verifyCertificate }),
    variables: {},
    secrets: {},
  };
  const id = `targets ${name} ${targetText(server)}`;
  return { id, name, source: 'targets', file: null, environment, fault: null };
}

function sorted(choices: readonly EnvironmentChoice[]): readonly EnvironmentChoice[] {
  const order: readonly EnvironmentChoice['source'][] = ['receiver', 'file', 'setting', 'targets'];
  return [...choices].sort((a, b) => order.indexOf(a.source) - order.indexOf(b.source));
}
