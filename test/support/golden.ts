import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Compares text with a recorded file. A mismatch leaves `<file>.actual` beside it; with
 * `UPDATE_GOLDEN=1` the file is recorded anew, which is refused under CI.
 */
export function assertGolden(file: URL, actual: string): void {
  const beside = new URL(`${file.href}.actual`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    assert.ok(!process.env['CI'], 'golden files are not recorded under CI');
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, actual);
    rmSync(beside, { force: true });
    return;
  }
  const expected = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (actual !== expected) writeFileSync(beside, actual);
  else rmSync(beside, { force: true });
  assert.equal(actual, expected, `${file.pathname} (UPDATE_GOLDEN=1 records it anew)`);
}
