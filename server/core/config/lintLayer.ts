import type { Dialect } from '../dialect/dialect.ts';
import type { OptionValue, Severity } from '../rule/rule.ts';
import type { LintOptions, Profile } from '../rule/run.ts';

/** What a rule can be set to. */
export type Level = Severity | 'off';

/** Every level, most severe first. */
export const LEVELS: readonly Level[] = ['error', 'warning', 'information', 'hint', 'off'];

/** `auto`: default for `.smtp`, capture for what other programs wrote. */
export type ProfileChoice = Profile | 'auto';

/** Every profile that can be chosen. */
export const PROFILES: readonly ProfileChoice[] = ['auto', 'capture', 'default', 'strict'];

/** What one place says about the rules: settings, a configuration file, the command line. */
export interface LintLayer {
  /** Undefined where it says nothing. */
  readonly profile: ProfileChoice | undefined;
  readonly severities: Readonly<Record<string, Level>>;
  readonly ruleOptions: Readonly<Record<string, Readonly<Record<string, OptionValue>>>>;
}

/** It says nothing. */
export const EMPTY_LAYER: LintLayer = { profile: undefined, severities: {}, ruleOptions: {} };

/** All layers as one: what a later one says wins, option by option. */
export function mergedLayers(...layers: readonly LintLayer[]): LintLayer {
  return layers.reduce(
    (below, above) => ({
      profile: above.profile ?? below.profile,
      severities: { ...below.severities, ...above.severities },
      ruleOptions: mergedOptions(below.ruleOptions, above.ruleOptions),
    }),
    EMPTY_LAYER,
  );
}

function mergedOptions(
  below: LintLayer['ruleOptions'],
  above: LintLayer['ruleOptions'],
): LintLayer['ruleOptions'] {
  const merged = { ...below };
  for (const [id, options] of Object.entries(above)) merged[id] = { ...merged[id], ...options };
  return merged;
}

/** The options for a file in this dialect, which decides where no profile was chosen, or `auto`. */
export function optionsFrom(
  { profile, severities, ruleOptions }: LintLayer,
  { whole }: Pick<Dialect, 'whole'>,
): LintOptions {
  const usual: Profile = whole ? 'default' : 'capture';
  const chosen = profile === undefined || profile === 'auto' ? usual : profile;
  return { profile: chosen, severities, ruleOptions };
}
