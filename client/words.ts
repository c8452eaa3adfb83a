/** An error in words, for a message that a person reads. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `1 reply`, `2 replies`: the plural is the singular with an s unless given. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${String(count)} ${count === 1 ? singular : plural}`;
}

/** Milliseconds as a person says them: `0.4 ms`, `34 ms`, `1.2 s`. */
export function durationText(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 1 ? `${String(Math.round(ms))} ms` : `${ms.toFixed(1)} ms`;
}

/** A moment in local time, so that later ones sort later: `2026-01-31 09:05:00`. */
export function timeText(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
}

/** Untrusted text for a list of the editor, where `$(name)` would show an icon. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\(/g, '$ (');
}
