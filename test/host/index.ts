/** What VS Code calls in the extension host: runs every bundled test file with mocha. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { REPORT_NAME } from './report.ts';
import type { HostReport } from './report.ts';

/** Rejects when a test failed, or when there was none; leaves a report file beside itself. */
export async function run(): Promise<void> {
  const ci = /^(1|true)$/i.test(process.env['CI'] ?? '');
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, forbidOnly: ci });
  const wanted = process.env['SMTP_HOST_GREP'];
  if (wanted) mocha.grep(wanted);
  const folder = join(__dirname, 'suite');
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(join(folder, name));
  }
  const report = await runAll(mocha);
  writeFileSync(join(__dirname, REPORT_NAME), JSON.stringify(report));
  if (report.failed > 0) throw new Error(`${String(report.failed)} host tests failed`);
  if (report.passed === 0) throw new Error('no host test ran');
}

function runAll(mocha: Mocha): Promise<HostReport> {
  return new Promise(resolve => {
    const runner = mocha.run(failed => {
      const { passes, pending } = runner.stats ?? { passes: 0, pending: 0 };
      resolve({ passed: passes, failed, pending });
    });
  });
}
