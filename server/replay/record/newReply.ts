import type { Expectation } from '../expect/replyMatch.ts';
import { extensionOf } from '../expect/extensions.ts';
import { fitLine } from '../expect/fitLine.ts';
import { listsExtensions, openingOf } from '../expect/opening.ts';
import { foldedBetween } from '../expect/sameText.ts';
import { volatileParts } from '../expect/volatileParts.ts';
import type { Opening } from '../expect/volatileParts.ts';
import type { LiveReply } from './liveReplies.ts';
import type { PlacedReply, RecordedLine } from './recordedFile.ts';

/** A line of the reply that takes a recorded one's place. */
export interface NewLine {
  readonly separator: string;
  /** The live text, and the same with the recorded volatile parts for a comparison. */
  readonly text: string;
  readonly compared: string;
  /** The recorded line that means the same: its text stays. */
  readonly same: RecordedLine | undefined;
}

/** What of a step tells which lines mean the same. */
export type Meaning = Pick<Expectation, 'verb' | 'variables'>;

/** The lines of a live reply, each with the recorded line that means the same, if there is one. */
export function newReply(step: Meaning, recorded: PlacedReply, live: LiveReply): NewLine[] {
  const left = new Set(recorded.lines);
  return live.lines.map(({ separator, text }, at) => {
    const candidates = candidatesFor(step, recorded, at).filter(line => left.has(line));
    const opening = openingOf(step.verb ?? '', live.code, at);
    const same = candidates.find(line =>
      meansTheSame(step, line.text, { text, at, code: live.code }),
    );
    if (same !== undefined) left.delete(same);
    const twin = recorded.lines[at]?.text ?? '';
    const compared = withVolatileOf(twin, text, opening);
    return { separator, text, compared, same };
  });
}

/** A longer list is compared line by line. */
const MOST_EXTENSIONS = 200;

/** The line at the same place; of a list of extensions, all but the first. */
function candidatesFor(
  { verb = '' }: Meaning,
  { lines }: PlacedReply,
  at: number,
): readonly RecordedLine[] {
  const anywhere = listsExtensions(verb) && at > 0 && lines.length <= MOST_EXTENSIONS;
  const own = lines.slice(at, at + 1);
  return anywhere ? [...own, ...lines.slice(1)] : own;
}

const NONE: ReadonlyMap<string, string> = new Map();

function meansTheSame(
  { verb = '', variables = [] }: Meaning,
  recorded: string,
  live: { readonly text: string; readonly at: number; readonly code: number },
): boolean {
  const opening = openingOf(verb, live.code, live.at);
  if (variables.length > 0) {
    const names = new Set(variables);
    if (fitLine(recorded, live.text, { names, bound: NONE, opening })) return true;
  }
  if (listsExtensions(verb) && live.at > 0) return extensionOf(recorded) === extensionOf(live.text);
  return foldedBetween(recorded, live.text, opening) !== undefined;
}

/** The live text with the volatile parts of the recorded one, kind by kind in order. */
function withVolatileOf(recorded: string, live: string, opening: Opening): string {
  const parts = volatileParts(recorded, opening).map(({ start, end, kind }) => {
    return { kind, text: recorded.slice(start, end) };
  });
  let text = '';
  let from = 0;
  for (const { start, end, kind } of volatileParts(live, opening)) {
    const at = parts.findIndex(part => part.kind === kind);
    const [twin] = at < 0 ? [] : parts.splice(at, 1);
    text += live.slice(from, start) + (twin?.text ?? live.slice(start, end));
    from = end;
  }
  return text + live.slice(from);
}
