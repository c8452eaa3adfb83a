import type { TestController, TestItem, TestRunRequest } from 'vscode';
import type { ReplayRequest } from '../replay/replayRequest.ts';
import type { TestTree } from './testTree.ts';

/** The sessions of a run by file, and the files that have none. */
export interface TestSelection {
  readonly sessions: readonly TestItem[];
  readonly empty: readonly TestItem[];
}

/** What a request asks for: the sessions of its files, listed as they are now, but those it excludes. */
export async function selectionOf(
  { include, exclude }: Pick<TestRunRequest, 'include' | 'exclude'>,
  { controller, tree }: { controller: TestController; tree: TestTree },
): Promise<TestSelection> {
  if (include === undefined) await tree.find();
  const excluded = new Set(exclude ?? []);
  const wanted = include ?? [...controller.items].map(([, item]) => item);
  const sessions = new Set<TestItem>();
  const empty: TestItem[] = [];
  for (const item of inFileOrder(wanted)) {
    if (excluded.has(item)) continue;
    if (tree.isSession(item)) {
      if (item.parent === undefined || !excluded.has(item.parent)) sessions.add(item);
      continue;
    }
    await tree.resolve(item);
    const children = [...item.children].map(([, child]) => child);
    for (const child of inFileOrder(children)) if (!excluded.has(child)) sessions.add(child);
    if (children.length === 0) empty.push(item);
  }
  return { sessions: [...sessions], empty };
}

/** The replays of these sessions: one request for each file. */
export function requestsOf(sessions: readonly TestItem[], tree: TestTree): ReplayRequest[] {
  const files = new Map<string, { uri: ReplayRequest['uri']; sessions: number[] }>();
  for (const item of sessions) {
    const session = tree.sessionOf(item);
    if (item.uri === undefined || session === undefined) continue;
    const key = item.uri.toString();
    const file = files.get(key) ?? { uri: item.uri, sessions: [] };
    file.sessions.push(session);
    files.set(key, file);
  }
  return [...files.values()];
}

function inFileOrder(items: readonly TestItem[]): readonly TestItem[] {
  const key = (item: TestItem): string => `${item.parent?.sortText ?? ''} ${item.sortText ?? ''}`;
  return [...items].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
