import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Who may import whom; fails as well when the cruiser read nothing, which it does silently. */
const run = spawnSync(
  join(root, 'node_modules/.bin/depcruise'),
  ['-c', '.dependency-cruiser.mjs', '--output-type', 'json', 'server', 'client', 'tools'],
  { cwd: root, encoding: 'utf8', maxBuffer: 256 << 20 },
);
interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly { from: string; to: string; rule: { name: string } }[];
  };
}
const cruise = JSON.parse(run.stdout) as Cruise;
for (const { from, to, rule } of cruise.summary.violations) {
  console.error(`${rule.name}: ${from} imports ${to}`);
}
const own = cruise.modules.filter(({ source }) => /^(?:server|client|tools)\//.test(source)).length;
const tooFew = own < 100;
if (tooFew) console.error(`only ${own} modules were read`);
console.log(`${own} modules, ${cruise.summary.violations.length} violations`);
process.exitCode = tooFew || cruise.summary.violations.length > 0 ? 1 : 0;
