import type { LintLayer } from './lintLayer.ts';
import { mergedLayers } from './lintLayer.ts';
import { matchesPath } from './matchesPath.ts';

/** What a configuration file says about some of the files it is for. */
export interface ConfigOverride {
  /** Patterns; see `matchesPath`. */
  readonly files: readonly string[];
  readonly layer: LintLayer;
}

/** What a configuration file says. */
export interface LintConfig {
  readonly layer: LintLayer;
  /** In the order of the file; of several that fit, the later wins. */
  readonly overrides: readonly ConfigOverride[];
  /** No file in a folder farther up is asked. */
  readonly root: boolean;
}

/** What it says about one file; `parts` is the file's path from the folder the patterns are for. */
export function layerFor(config: LintConfig, parts: readonly string[]): LintLayer {
  const fitting = config.overrides.filter(({ files }) =>
    files.some(pattern => matchesPath(parts, pattern)),
  );
  return mergedLayers(config.layer, ...fitting.map(({ layer }) => layer));
}
