import { delimiter, dirname } from 'node:path';

/** What an outer `npm run` says of its project and of its own Node, in any case of letters. */
const OUTER =
  /^(node|npm_(execpath|node_execpath|command))$|^npm_(package|lifecycle)_|^npm_config_(local_prefix|prefix|global|user_agent)/i;

/**
 * The environment for an `npm` that installs another project with the Node at `execPath`. What the
 * outer npm left behind is taken out: an installer that reads the Node version from npm's user agent
 * would see the machine's Node, and native modules would be built for it.
 */
export function innerNpmEnv(env: NodeJS.ProcessEnv, execPath: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !OUTER.test(name));
  const path = `${dirname(execPath)}${delimiter}${env['PATH'] ?? ''}`;
  return { ...Object.fromEntries(kept), PATH: path };
}
