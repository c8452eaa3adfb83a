import { RULES } from '../core/rule/registry.ts';
import type { Severity } from '../core/rule/rule.ts';
import type { LintOptions, Profile } from '../core/rule/run.ts';

/** The settings `smtpTranscript.lint.*`, checked. */
export interface LintSettings {
  /** `auto`: default for `.smtp`, capture for what other programs wrote. */
  readonly profile: Profile | 'auto';
  readonly severities: LintOptions['severities'];
}

/** What is in force while the client has not said otherwise. */
export const DEFAULT_SETTINGS: LintSettings = { profile: 'auto', severities: {} };

/** The section that the server asks the client for. */
export const LINT_SECTION = 'smtpTranscript.lint';

/** Reads a client's answer for the section; what is no such setting is left out. */
export function parseSettings(value: unknown): LintSettings {
  const { profile, severities } = fieldsOf(value);
  return {
    profile: PROFILES.find(known => known === profile) ?? 'auto',
    severities: parseSeverities(severities),
  };
}

/** The profile for a document in this dialect. */
export function profileFor(settings: LintSettings, dialect: string): Profile {
  if (settings.profile !== 'auto') return settings.profile;
  return dialect === 'smtp' ? 'default' : 'capture';
}

const PROFILES = ['auto', 'capture', 'default', 'strict'] as const;
const LEVELS: readonly (Severity | 'off')[] = ['error', 'warning', 'information', 'hint', 'off'];

function parseSeverities(value: unknown): LintOptions['severities'] {
  const known = new Set(RULES.map(rule => rule.id));
  const found: Record<string, Severity | 'off'> = {};
  for (const [id, wanted] of Object.entries(fieldsOf(value))) {
    const level = LEVELS.find(name => name === wanted);
    if (level !== undefined && known.has(id)) found[id] = level;
  }
  return found;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
