/** A variable and its value. */
export interface VariableWords {
  readonly name: string;
  readonly value: string;
}

/** What a variable or a secret may be called. */
export const VARIABLE_NAME = /^[A-Za-z_][\w.-]{0,59}$/;

/** Reads `name=value`; undefined where the name is wrong or there is no `=`. */
export function variableWordsOf(text: string): VariableWords | undefined {
  const equals = text.indexOf('=');
  const name = text.slice(0, Math.max(equals, 0)).trim();
  return VARIABLE_NAME.test(name) ? { name, value: text.slice(equals + 1).trim() } : undefined;
}
