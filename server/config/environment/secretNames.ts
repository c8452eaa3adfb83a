/** Names under which people write secrets; `secret` itself, the name of one, is asked for apart. */
const SECRET_WORDS =
  /^(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?|api_?key|bearer)$/;

/** True for a name that stands for a value nobody may read in a file: `smtpPassword`, `api-key`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  const isPair = words.some((word, at) => SECRET_WORDS.test(`${word}${words[at + 1] ?? ''}`));
  return isPair || words.some(word => SECRET_WORDS.test(word));
}

/** What to do instead of writing a secret into the file. */
export const SECRETS_GO =
  'no secret stands in this file: write "secrets": { "NAME": { "env": "VARIABLE" } }, which names ' +
  'an environment variable, or let the editor or the command line ask for it';
