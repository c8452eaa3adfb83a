/** The arguments that `@vscode/test-electron` gives to a desktop VS Code. */
import { resolve } from 'node:path';

/** What the served VS Code needs of them; all paths are absolute. */
export interface HostArguments {
  readonly extension: string;
  readonly tests: string;
  readonly folder: string;
  readonly userData?: string;
  readonly extensions?: string;
}

/** Reads them; flags that only concern a desktop window are passed over. */
export function parseHostArguments(args: readonly string[]): HostArguments {
  const flag = (name: string): string | undefined => {
    const found = args.find(arg => arg.startsWith(`--${name}=`));
    return found === undefined ? undefined : resolve(found.slice(name.length + 3));
  };
  const extension = flag('extensionDevelopmentPath');
  const tests = flag('extensionTestsPath');
  if (extension === undefined || tests === undefined) {
    throw new Error('--extensionDevelopmentPath= and --extensionTestsPath= are needed');
  }
  const userData = flag('user-data-dir');
  const extensions = flag('extensions-dir');
  return {
    extension,
    tests,
    folder: resolve(args.find(arg => !arg.startsWith('-')) ?? extension),
    ...(userData === undefined ? {} : { userData }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}
