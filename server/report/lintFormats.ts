import type { LintFormat } from './lintFormat.ts';
import { lintGithub } from './lintGithub.ts';
import { lintJson } from './lintJson.ts';
import { lintJunit } from './lintJunit.ts';
import { lintSarif } from './lintSarif.ts';
import { lintText } from './lintText.ts';

/** The formats of a report about findings, the usual one first. */
export const LINT_FORMATS: readonly [LintFormat, ...LintFormat[]] = [
  lintText,
  lintJson,
  lintSarif,
  lintJunit,
  lintGithub,
];
