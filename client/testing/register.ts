import { Disposable, tests } from 'vscode';
import type { TestItemCollection } from 'vscode';
import type { Parts } from '../parts.ts';
import type { Replayer } from '../replay/replayer.ts';
import { TestProfiles } from './testProfiles.ts';
import { TestRunner } from './testRunner.ts';
import type { TestRunReport } from './testRunner.ts';
import { TestTree } from './testTree.ts';

/** An item of the Test Explorer, for the extension's own tests. */
export interface TestEntry {
  readonly label: string;
  readonly description: string;
  /** 0-based; null for a file. */
  readonly line: number | null;
  readonly tags: readonly string[];
  readonly children: readonly TestEntry[];
}

/** Transcripts in the Test Explorer: a file is a suite, each of its sessions a test. */
export function register(
  parts: Parts,
  replayer: Replayer,
): {
  readonly disposable: Disposable;
  readonly entries: () => readonly TestEntry[];
  readonly lastRun: () => TestRunReport | undefined;
} {
  const { environments } = parts;
  const controller = tests.createTestController('smtpTranscript.tests', 'SMTP Transcripts');
  const tree = new TestTree(controller, parts);
  const runner = new TestRunner({ controller, tree, replayer });
  const profiles = new TestProfiles({ controller, tree, runner, environments });
  controller.resolveHandler = async item => {
    if (item !== undefined) {
      await tree.resolve(item);
      return;
    }
    await tree.find();
    await profiles.update();
  };
  controller.refreshHandler = () => tree.refresh();
  const disposable = Disposable.from(
    controller,
    tree,
    profiles,
    environments.onDidChange(() => void profiles.update()),
  );
  return {
    disposable,
    entries: () => entriesOf(controller.items),
    lastRun: () => runner.last,
  };
}

function entriesOf(items: TestItemCollection): readonly TestEntry[] {
  return [...items].map(([, { label, description, range, tags, children }]) => ({
    label,
    description: description ?? '',
    line: range?.start.line ?? null,
    tags: tags.map(({ id }) => id),
    children: entriesOf(children),
  }));
}
