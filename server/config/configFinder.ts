import { dirname, join, relative, resolve, sep } from 'node:path';
import { layerFor } from '../core/config/lintConfig.ts';
import { mergedLayers } from '../core/config/lintLayer.ts';
import type { LintLayer } from '../core/config/lintLayer.ts';
import { CONFIG_NAMES, readConfig } from './readConfig.ts';
import type { ConfigFile } from './readConfig.ts';

/** What the configuration files say about one file. */
export interface FoundConfig {
  readonly layer: LintLayer;
  /** Where that comes from, the nearest first. */
  readonly files: readonly ConfigFile[];
}

/**
 * Finds the configuration files of transcripts: those in the folder of a file and in all folders
 * above it, up to one that says `"root": true`. Each folder is looked into once until `forget`.
 */
export class ConfigFinder {
  readonly #read = new Map<string, Promise<ConfigFile | undefined>>();
  readonly #chains = new Map<string, Promise<readonly ConfigFile[]>>();

  /** What they say about the file at this path, which need not exist. Never rejects. */
  async find(file: string): Promise<FoundConfig> {
    const path = resolve(file);
    const files = await this.#chain(dirname(path));
    return { layer: layerOf(files, path), files };
  }

  /** Looks again from now on. */
  forget(): void {
    this.#read.clear();
    this.#chains.clear();
  }

  #chain(folder: string): Promise<readonly ConfigFile[]> {
    const known = this.#chains.get(folder);
    if (known !== undefined) return known;
    const chain = this.#look(folder);
    this.#chains.set(folder, chain);
    return chain;
  }

  async #look(folder: string): Promise<readonly ConfigFile[]> {
    const own = await this.#configIn(folder);
    const parent = dirname(folder);
    const ends = own?.config.root === true || parent === folder;
    const above = ends ? [] : await this.#chain(parent);
    return own === undefined ? above : [own, ...above];
  }

  #configIn(folder: string): Promise<ConfigFile | undefined> {
    const known = this.#read.get(folder);
    if (known !== undefined) return known;
    const found = firstOf(CONFIG_NAMES.map(name => join(folder, name)));
    this.#read.set(folder, found);
    return found;
  }
}

async function firstOf(paths: readonly string[]): Promise<ConfigFile | undefined> {
  for (const path of paths) {
    const found = await readConfig(path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What these files say about a path: the nearest, which is the first, wins. */
export function layerOf(files: readonly ConfigFile[], path: string): LintLayer {
  const layers = files.map(({ config, folder }) => {
    return layerFor(config, relative(folder, path).split(sep));
  });
  return mergedLayers(...layers.reverse());
}
