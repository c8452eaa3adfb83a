import { TestRunRequest, workspace } from 'vscode';
import type { CancellationToken, TestItem, TextDocument } from 'vscode';
import type { TestTree } from './testTree.ts';

/** Saves that come together are one, milliseconds. */
const DELAY_MS = 300;

/** Runs a request once. */
export type RunOnce = (request: TestRunRequest, token: CancellationToken) => Promise<void>;

/** Runs the tests of each transcript that is saved, until the token is cancelled. */
export function runContinuously(
  request: TestRunRequest,
  token: CancellationToken,
  { tree, run }: { tree: TestTree; run: RunOnce },
): void {
  const waiting = new Set<TestItem>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const start = (): void => {
    const items = [...waiting];
    waiting.clear();
    const { exclude, profile } = request;
    const next = new TestRunRequest(items, exclude, profile, true, true);
    // One after the other: a file cannot be replayed twice at a time.
    running = running.then(() => (token.isCancellationRequested ? undefined : run(next, token)));
  };
  const saved = workspace.onDidSaveTextDocument(document => {
    const items = wantedOf(request, document, tree);
    if (items.length === 0) return;
    for (const item of items) waiting.add(item);
    clearTimeout(timer);
    timer = setTimeout(start, DELAY_MS);
  });
  token.onCancellationRequested(() => {
    saved.dispose();
    clearTimeout(timer);
  });
}

/** The items of the request that are in this document. */
function wantedOf(
  { include }: TestRunRequest,
  { uri }: TextDocument,
  tree: TestTree,
): readonly TestItem[] {
  const file = tree.fileAt(uri);
  if (file === undefined) return [];
  if (include === undefined || include.includes(file)) return [file];
  // Sessions are found by their names: the items of this moment may be others.
  return [...file.children].flatMap(([id, child]) =>
    include.some(item => item.id === id && item.uri?.toString() === uri.toString()) ? [child] : [],
  );
}
