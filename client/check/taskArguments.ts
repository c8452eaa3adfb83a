/** The type of the tasks that check transcripts. */
export const TASK_TYPE = 'smtp-transcript';

/** What a task's definition may say; it comes from a file of the workspace. */
export interface CheckDefinition {
  readonly type: string;
  readonly task?: unknown;
  readonly paths?: unknown;
  readonly profile?: unknown;
  readonly failOn?: unknown;
}

const PROFILES: readonly unknown[] = ['capture', 'default', 'strict'];
const SEVERITIES: readonly unknown[] = ['error', 'warning', 'information', 'hint'];

/**
 * The arguments of the command line for a definition; undefined where it is about something else.
 * What is no profile or severity is left out; a path is never taken for an option.
 */
export function taskArguments(definition: CheckDefinition): readonly string[] | undefined {
  const { type, task, paths, profile, failOn } = definition;
  if (type !== TASK_TYPE || task !== 'check') return undefined;
  const files = Array.isArray(paths) ? paths.filter(path => typeof path === 'string') : [];
  return [
    'lint',
    '--format=text',
    '--color=never',
    '--quiet',
    ...(PROFILES.includes(profile) ? [`--profile=${String(profile)}`] : []),
    ...(SEVERITIES.includes(failOn) ? [`--fail-on=${String(failOn)}`] : []),
    '--',
    ...(files.length > 0 ? files : ['.']),
  ];
}
