import type { CapturedMessage, CapturedSession, CaptureResult } from '../../server/protocol/lsp.ts';
import { countOf } from '../words.ts';

/** How much of the transcript the page shows; the document shows all of it. */
const SHOWN_LINES = 4000;
const SHOWN_CHARACTERS = 400_000;

/** Sessions and what was said, as a page. Everything in it is untrusted and escaped. */
export function capturePage(name: string, read: CaptureResult, nonce: string): string {
  const body = 'error' in read ? errorBody(read.error) : captureBody(read);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}';">
<title>${escaped(name)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<h1>${escaped(name)}</h1>
${body}
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>`;
}

/** The line a message of the page asks to be opened at; undefined for anything else. */
export function lineAsked(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('line' in message)) return undefined;
  const { line } = message;
  return typeof line === 'number' && Number.isSafeInteger(line) && line >= 0 ? line : undefined;
}

/** Text as HTML text or as the value of an attribute in double quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${String(character.charCodeAt(0))};`);
}

function errorBody(error: string): string {
  return `<p role="alert">${escaped(error)}</p>`;
}

function captureBody(read: Exclude<CaptureResult, { readonly error: string }>): string {
  const { sessions, sessionCount, problems, text } = read;
  const more = sessionCount - sessions.length;
  return [
    `<p>${countOf(sessionCount, 'SMTP session')}. <button data-line="0">Open Transcript</button></p>`,
    ...problems.map(problem => `<p class="problem">${escaped(problem)}</p>`),
    sessions.length > 0 ? table(sessions) : '',
    more > 0 ? `<p>${countOf(more, 'more session')} in the transcript.</p>` : '',
    transcript(text),
  ].join('\n');
}

function table(sessions: readonly CapturedSession[]): string {
  const rows = sessions.flatMap((session, at) => rowsOf(session, at + 1));
  const heads = ['Session', 'Connection', 'From', 'Recipients', 'Outcome'];
  const head = heads.map(title => `<th scope="col">${title}</th>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

/** A row for each message; the session's own cells stand in its first row. */
function rowsOf(session: CapturedSession, number: number): string[] {
  const { line, addresses, messages, ending, tls, authenticated } = session;
  const marks = [tls ? 'TLS' : '', authenticated ? 'authenticated' : '', endingText(ending)];
  const about = marks.filter(mark => mark !== '').join(', ');
  const span = messages.length > 1 ? ` rowspan="${String(messages.length)}"` : '';
  const own =
    `<td${span}><button data-line="${String(line)}" aria-label="Open session ${String(number)}">` +
    `${String(number)}</button></td>` +
    `<td${span}>${escaped(addresses)}<br><small>${escaped(about)}</small></td>`;
  if (messages.length === 0) return [`<tr>${own}<td colspan="3">no message</td></tr>`];
  return messages.map((message, at) => `<tr>${at === 0 ? own : ''}${messageCells(message)}</tr>`);
}

function messageCells({ from, recipients, recipientCount, outcome }: CapturedMessage): string {
  const more = recipientCount - recipients.length;
  const to = [
    ...recipients.map(each => `<${each}>`),
    ...(more > 0 ? [`${String(more)} more`] : []),
  ];
  const cells = [`<${from}>`, to.join(', '), outcome];
  return cells.map(cell => `<td>${escaped(cell)}</td>`).join('');
}

function endingText(ending: string): string {
  switch (ending) {
    case 'drop':
      return 'dropped';
    case 'quit-noreply':
      return 'QUIT without a reply';
    case '421':
      return 'closed with 421';
    default:
      return '';
  }
}

function transcript(text: string): string {
  const head = text.slice(0, SHOWN_CHARACTERS);
  const lines = head.split('\n', SHOWN_LINES);
  const shown = lines.join('\n').length;
  const rest = text.length > shown + 1 ? '<p>The rest is in the transcript.</p>' : '';
  const html = lines.map(line => `<span class="${partyOf(line)}">${escaped(line)}</span>`);
  return `<pre tabindex="0" aria-label="Transcript">${html.join('\n')}</pre>${rest}`;
}

function partyOf(line: string): string {
  if (/^S\\?:/.test(line)) return 'server';
  return /^C\\?:/.test(line) ? 'client' : 'note';
}

const STYLE = `
body { padding: 0 1.5rem 2rem; }
h1 { font-size: 1.3em; font-weight: 600; overflow-wrap: anywhere; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.9rem 0.25rem 0; overflow-wrap: anywhere; }
th, td:first-child, td:last-child { white-space: nowrap; }
th { border-bottom: 1px solid var(--vscode-panel-border, currentColor); }
button { font: inherit; border: 1px solid var(--vscode-button-border, transparent); padding: 0.15rem 0.6rem; cursor: pointer;
  color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
button:hover { background: var(--vscode-button-hoverBackground); }
button:focus-visible, pre:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
pre { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); white-space: pre-wrap; overflow-wrap: anywhere; }
.server { color: var(--vscode-terminal-ansiBlue, inherit); }
.note { color: var(--vscode-descriptionForeground); }
.problem { color: var(--vscode-editorWarning-foreground); }
`;

const SCRIPT = `
const host = acquireVsCodeApi();
document.addEventListener('click', event => {
  const button = event.target instanceof Element ? event.target.closest('[data-line]') : null;
  if (button) host.postMessage({ line: Number(button.dataset.line) });
});
`;
