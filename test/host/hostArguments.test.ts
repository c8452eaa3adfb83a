import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { parseHostArguments } from './hostArguments.ts';

const NEEDED = ['--extensionTestsPath=/t/index.js', '--extensionDevelopmentPath=/e'];

test('reads the paths among flags that do not concern it', () => {
  const args = ['/w', '--user-data-dir=/u', '--no-sandbox', ...NEEDED, '--extensions-dir=/x'];
  assert.deepEqual(parseHostArguments(args), {
    extension: resolve('/e'),
    tests: resolve('/t/index.js'),
    folder: resolve('/w'),
    userData: resolve('/u'),
    extensions: resolve('/x'),
  });
});

test('opens the folder of the extension where none is named', () => {
  assert.equal(parseHostArguments(NEEDED).folder, resolve('/e'));
});

test('keeps an equals sign that belongs to a path', () => {
  const args = ['--extensionDevelopmentPath=/a=b', '--extensionTestsPath=/t'];
  assert.equal(parseHostArguments(args).extension, resolve('/a=b'));
});

test('refuses to run without an extension or without tests', () => {
  for (const needed of NEEDED) assert.throws(() => parseHostArguments([needed]), /are needed/);
});
