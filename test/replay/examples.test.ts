import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ReplayPlan } from '../../server/protocol/replay.ts';
import { defaultReceiverDomains, defaultReceiverUsers } from '../../server/receiver/options.ts';
import { receiverFeatureOf } from '../../server/receiver/features.ts';
import { startReceiver } from '../../server/receiver/receiver.ts';
import { planText } from '../support/planText.ts';
import { startPostfix } from '../support/postfix.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { against, doneOf, failureOf, only } from './support.ts';

interface Example {
  readonly file: string;
  readonly plan: ReplayPlan;
}

const folder = new URL('../../examples/', import.meta.url);
const files = (await readdir(folder)).filter(file => file.endsWith('.smtp')).sort();
const examples: readonly Example[] = await Promise.all(
  files.map(async file => ({ file, plan: planText(await readFile(new URL(file, folder))).plan })),
);

/** Which server a group of examples needs. */
const byFeatures = Map.groupBy(examples, ({ plan }) => plan.receiverDisable.join(', '));

interface Place {
  readonly host: string;
  readonly port: number;
  readonly ca?: string;
}

/** Replays the examples, one after the other, each to the verdict that it names. */
async function replayAll(t: TestContext, group: readonly Example[], place: Place): Promise<void> {
  for (const { file, plan } of group) {
    await t.test(file, async () => {
      const { ca, ...server } = place;
      const events = await against(server, plan, { serverName: 'localhost', ...(ca && { ca }) });
      const differences = only(events, 'differed').map(event => `${event.line}: ${event.message}`);
      const why = [failureOf(events), ...differences].join('\n');
      assert.equal(doneOf(events).verdict, plan.expectedVerdict, why);
    });
  }
}

test('there are examples', () => {
  assert.ok(examples.length >= 8);
});

for (const [without, group] of byFeatures) {
  const what = without === '' ? '' : ` without ${without}`;
  const disable = group[0]?.plan.receiverDisable ?? [];

  test(`the examples against the embedded receiver${what}`, async t => {
    const receiver = await startReceiver({
      storage: await temporaryFolder(t),
      disable: disable.flatMap(name => receiverFeatureOf(name) ?? []),
    });
    t.after(() => receiver.close());
    const ca = receiver.certificate?.pem;
    const { host, port } = receiver;
    await replayAll(t, group, { host, port, ...(ca !== undefined && { ca }) });
  });
}

// Each has its own Postfix, which takes seconds to start and stop: side by side is faster.
describe('against Postfix', { concurrency: true }, () => {
  for (const [without, group] of byFeatures) {
    const what = without === '' ? '' : ` without ${without}`;
    test(`the examples against Postfix${what}`, async t => {
      const postfix = await startPostfix({
        users: defaultReceiverUsers.map(user => user.name),
        domains: defaultReceiverDomains,
        disable: group[0]?.plan.receiverDisable ?? [],
      });
      if ('skipped' in postfix) {
        assert.ok(!process.env['CI'], `under CI Postfix is required: ${postfix.skipped}`);
        console.log(`skipped: ${postfix.skipped}`);
        t.skip(postfix.skipped);
        return;
      }
      t.after(() => postfix.stop());
      const { host, port, certificate } = postfix;
      await replayAll(t, group, { host, port, ca: certificate });
    });
  }
});
