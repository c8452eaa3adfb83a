import { singleLine } from './commandText.ts';

const MOST = 20;

/** Comment lines at the head of a script: what it is, what is missing. `mark` begins each line. */
export function headComment(mark: string, title: string, losses: readonly string[]): string {
  const shown = losses.slice(0, MOST);
  const lines = [title, ...shown.map(loss => `Not as in the transcript: ${loss}`)];
  return lines.map(line => `${mark} ${singleLine(line)}\n`).join('');
}
