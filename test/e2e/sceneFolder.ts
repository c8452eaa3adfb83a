import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const examples = join(import.meta.dirname, '..', '..', 'examples');

/** Messages on the way, and the names of the examples they are made of. */
const FILES: Readonly<Record<string, string>> = {
  'starttls.smtp': '07-starttls.smtp',
  'two-recipients.smtp': '01-helo-two-recipients.smtp',
  'unknown-user.smtp': '05-unknown-user.smtp',
};

const ENVIRONMENTS = {
  staging: { host: 'mx.staging.example.com', port: 587, user: 'tim' },
  live: { host: 'mx.example.com', production: true },
};

/** A workspace to be looked at: transcripts that pass, one that fails, and environments. */
export function sceneFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'smtp-screens-'));
  process.once('exit', () => {
    rmSync(parent, { recursive: true, force: true });
  });
  const folder = join(parent, 'mail-tests');
  mkdirSync(folder);
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  for (const [name, example] of Object.entries(FILES)) write(name, exampleText(example));
  const failing = exampleText('05-unknown-user.smtp')
    .replace(/^(?:#.*\n)+/, '# @name A user who left\n')
    .replace(/^S: 550 .*/m, 'S: 250 2.1.5 Ok');
  write('former-user.smtp', failing);
  const environments = JSON.stringify({ environments: ENVIRONMENTS }, null, 2);
  write('.smtp-transcript.env.json', `${environments}\n`);
  return folder;
}

function exampleText(name: string): string {
  return readFileSync(join(examples, name), 'utf8');
}
