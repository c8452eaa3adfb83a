import { resolve } from 'node:path';
import process from 'node:process';
import { ConfigFinder, layerOf } from '../config/configFinder.ts';
import type { FoundConfig } from '../config/configFinder.ts';
import { readConfig } from '../config/readConfig.ts';
import type { ConfigFile } from '../config/readConfig.ts';
import { EMPTY_LAYER } from '../core/config/lintLayer.ts';
import type { LintLayer } from '../core/config/lintLayer.ts';
import { UsageError } from './command.ts';
import type { Invocation } from './command.ts';

/** The options of the command line that are about configuration files. */
export const CONFIG_OPTIONS = {
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
} as const;

/** What they mean. */
export const CONFIG_HELP: readonly string[] = [
  '--config FILE        configure by this file alone (default: .smtp-transcript.json or .jsonc',
  '                     in the folder of each transcript and those above it)',
  '--no-config          read no configuration file',
];

/** Where the settings of each transcript come from. */
export interface ConfigSource {
  /**
   * What the configuration says about a transcript. Throws a UsageError, each time, where a file
   * that has a say in it has faults.
   */
  layerFor(file: string): Promise<LintLayer>;
}

/** Reads `--config` at once; throws a UsageError where that is missing or has faults. */
export async function configSourceOf(invocation: Invocation): Promise<ConfigSource> {
  const named = invocation.value('config');
  if (invocation.flag('no-config')) {
    if (named === undefined) return { layerFor: () => Promise.resolve(EMPTY_LAYER) };
    throw new UsageError('--config and --no-config exclude each other');
  }
  return named === undefined ? discovered() : fixed(await namedConfig(named));
}

/** Patterns in a file that was named are relative to where the command runs. */
async function namedConfig(path: string): Promise<ConfigFile> {
  const config = await readConfig(path, process.cwd());
  if (config === undefined) throw new UsageError(`cannot read "${path}": it does not exist`);
  assertSound({ layer: EMPTY_LAYER, files: [config] });
  return config;
}

function fixed(config: ConfigFile): ConfigSource {
  return { layerFor: file => Promise.resolve(layerOf([config], resolve(file))) };
}

function discovered(): ConfigSource {
  const finder = new ConfigFinder();
  return {
    async layerFor(file) {
      const found = await finder.find(file);
      assertSound(found);
      return found.layer;
    },
  };
}

function assertSound({ files }: FoundConfig): void {
  const lines = files.flatMap(({ path, problems }) =>
    problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`),
  );
  if (lines.length > 0) {
    throw new UsageError(`${lines.join('\n')}\n(--no-config goes without configuration files)`);
  }
}
