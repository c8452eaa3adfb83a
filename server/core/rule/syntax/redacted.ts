/** True for a mark that stands for a secret somebody took out: `***`, `<redacted>`, `[hidden]`. */
export function isRedacted(text: string): boolean {
  return /^(?:\*{2,}|<[^<>]*>|\[[^[\]]*\]|\.{3}|…|redacted|removed|hidden)$/i.test(text);
}
