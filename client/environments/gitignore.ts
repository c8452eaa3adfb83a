/** The line that keeps environments files out of version control. */
export const IGNORED = '.smtp-transcript.env.json*';

/** True where a `.gitignore` says so already, in a way that people write it. */
export function ignoresEnvironments(gitignore: string): boolean {
  return gitignore.split(/\r?\n/).some(line => {
    const pattern = line.trim().replace(/^(?:\*\*)?\//, '');
    return PATTERNS.has(pattern);
  });
}

const PATTERNS: ReadonlySet<string> = new Set([
  IGNORED,
  '.smtp-transcript.env.*',
  '.smtp-transcript.env*',
  '.smtp-transcript.env.jsonc',
  '.smtp-transcript.env.json',
]);

/** The `.gitignore` with that line, whatever its last line ends with. */
export function withEnvironmentsIgnored(gitignore: string): string {
  const end = gitignore.includes('\r\n') ? '\r\n' : '\n';
  const head = gitignore === '' || gitignore.endsWith('\n') ? gitignore : gitignore + end;
  return `${head}${IGNORED}${end}`;
}
