import type { ChosenTarget } from './chosenTarget.ts';
import { RECEIVER } from './chosenTarget.ts';
import { configuredTargets } from './configuredTargets.ts';
import { parseTarget } from './targetText.ts';

/** What the replay command was given: by a code lens, a key binding, a task or a test. */
export interface ReplayArguments {
  /** The document; the active one where it is absent. */
  readonly uri?: string;
  /** 0-based position of the session, or all of them; asked for where there are several. */
  readonly session?: number | 'all';
  /** Asked for where it is absent. */
  readonly target?: ChosenTarget;
}

/**
 * Reads the command's arguments: nothing, a URI as menus give it, or an object whose `target` is
 * `receiver`, `host:port` or an entry as in the settings. A string is why they cannot be used.
 */
export function replayArguments(value: unknown): ReplayArguments | string {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object') return 'it takes an object with uri, session and target';
  if ('scheme' in value && 'path' in value) return { uri: textOf(value) };
  const { uri, session, target } = value as Readonly<Record<string, unknown>>;
  const chosen = targetOf(target);
  if (typeof chosen === 'string') return chosen;
  if (session !== undefined && session !== 'all' && !isIndex(session)) {
    return 'session is a number from 0, or "all"';
  }
  if (uri !== undefined && typeof uri !== 'string' && !isObject(uri)) return 'uri is a URI';
  return {
    ...(uri !== undefined && { uri: textOf(uri) }),
    ...(session !== undefined && { session }),
    ...(chosen && { target: chosen }),
  };
}

function targetOf(target: unknown): ChosenTarget | string | undefined {
  if (target === undefined) return undefined;
  if (target === 'receiver') return RECEIVER;
  if (typeof target === 'string') {
    const server = parseTarget(target);
    return typeof server === 'string' ? server : { kind: 'server', ...server };
  }
  return configuredTargets([target])[0]?.server ?? 'target is "receiver", host:port or an object';
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A URI object of the editor writes itself as text. */
function textOf(uri: string | object): string {
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a Uri has its own
  return String(uri);
}
