import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import type { TestItem, TestRun } from 'vscode';
import { RunOutput } from './runOutput.ts';

void describe('the output of a run', () => {
  const item = { id: 'a' } as TestItem;
  const outputTo = (): { output: RunOutput; written: [string, TestItem | undefined][] } => {
    const written: [string, TestItem | undefined][] = [];
    const appendOutput = (text: string, _at?: unknown, of?: TestItem): void => {
      written.push([text, of]);
    };
    return { output: new RunOutput({ appendOutput } as unknown as TestRun), written };
  };

  test('is written soon, and together what came together', t => {
    t.after(() => {
      mock.timers.reset();
    });
    mock.timers.enable({ apis: ['setTimeout'] });
    const { output, written } = outputTo();
    output.add('S: 1\n');
    output.add('S: 2\n');
    assert.deepEqual(written, []);
    mock.timers.tick(100);
    assert.deepEqual(written, [['S: 1\r\nS: 2\r\n', undefined]]);
  });

  test('belongs to the item of which it was said', () => {
    const { output, written } = outputTo();
    output.add('S: 1\n');
    output.begin(item);
    output.add('S: 2\n');
    output.add('');
    output.begin(undefined);
    output.flush();
    assert.deepEqual(written, [
      ['S: 1\r\n', undefined],
      ['S: 2\r\n', item],
    ]);
  });
});
