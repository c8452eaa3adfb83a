import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the temporary folder of a server; its users have to get through, so anybody may. */
export async function makeServerFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `smtp-${name}-`));
  await chmod(folder, 0o755);
  return folder;
}

/** Removes it; a process on its way out may still write a last file. */
export async function removeServerFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** The template beside this file with its `@NAME@` places filled in. */
export async function filledTemplate(
  template: string,
  values: Readonly<Record<string, string | number>>,
): Promise<string> {
  const text = await readFile(new URL(template, import.meta.url), 'utf8');
  return text.replace(/@([A-Z_]+)@/gu, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${template} asks for ${name}`);
    return String(value);
  });
}

/** Writes the filled template to a file. */
export async function writeTemplate(
  template: string,
  file: string,
  values: Readonly<Record<string, string | number>>,
): Promise<void> {
  await writeFile(file, await filledTemplate(template, values));
}

/** A file's text, '' where there is none. */
export async function textOf(folder: string, ...names: readonly string[]): Promise<string> {
  return readFile(join(folder, ...names), 'latin1').catch(() => '');
}
