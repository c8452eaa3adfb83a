const DAY = 86_400_000;

/** A time as `.smtp` has it: `# 10:00:05.250`, with a date from the second day of 1970 on. */
export function timeNote(time: number): string {
  if (time < DAY) return `# ${clockOf(time)}`;
  const date = new Date(time);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return `# ${clockOf(time)}`;
  return `# ${date.toISOString().slice(0, 10)}T${clockOf(time)}`;
}

function clockOf(time: number): string {
  const text = new Date(((Math.trunc(time) % DAY) + DAY) % DAY).toISOString().slice(11, 23);
  return text.endsWith('.000') ? text.slice(0, 8) : text;
}

/** Text of a tool as a note that is for people only, whatever it says. */
export function foreignNote(text: string): string {
  return `# | ${tidy(text)}`;
}

/** One line in which nothing acts on a terminal; a TAB may stay. */
export function tidy(text: string): string {
  // Direction marks and the like are text; what a note says is nobody's octets.
  return text.replace(/[^\P{Cc}\t]/gu, '\ufffd').replace(/[\u2028\u2029]/g, ' ');
}
