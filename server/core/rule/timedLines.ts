import type { Span } from '../octets/span.ts';
import type { Reply, Session, WireLine } from '../transcript/model.ts';

/** A line with its time, as in WireLine. */
export interface TimedLine {
  readonly time: number;
  readonly at: Span;
}

/** Commands and first lines of replies that have a time, in the order of the text. */
export function timedLinesOf(session: Session): readonly TimedLine[] {
  const found: TimedLine[] = [];
  const add = (line: WireLine | undefined): void => {
    if (line !== undefined && line.time >= 0) found.push({ time: line.time, at: line.span });
  };
  const addReply = ({ lines }: Reply): void => {
    add(lines[0]);
  };
  for (const step of session.steps) {
    if (step.kind === 'greeting' || step.kind === 'stray') addReply(step.reply);
    if (step.kind !== 'exchange') continue;
    add(step.command);
    step.replies.forEach(addReply);
    step.content?.replies.forEach(addReply);
  }
  return found.sort((one, other) => one.at.start - other.at.start);
}
