/** Which files are checked without being asked about: none, those that are open, or all. */
export type LintScope = 'off' | 'openFiles' | 'workspace';

const SCOPES: readonly LintScope[] = ['off', 'openFiles', 'workspace'];

/** `smtpTranscript.lint.workspace` in what a client says of the section; open files by default. */
export function parseScope(section: unknown): LintScope {
  const fields = typeof section === 'object' && section !== null ? section : {};
  const { workspace } = fields as Readonly<Record<string, unknown>>;
  return SCOPES.find(known => known === workspace) ?? 'openFiles';
}
