import { FileType, Uri, window, workspace } from 'vscode';
import { ignoresEnvironments, withEnvironmentsIgnored } from './gitignore.ts';

const NAMES = ['.smtp-transcript.env.json', '.smtp-transcript.env.jsonc'] as const;

const TEMPLATE = `{
  // Servers to replay to. Keep this file out of version control. No secret stands in it: "secrets"
  // names environment variables, and for what nobody has said you are asked.
  "environments": {
    "local": {
      "host": "127.0.0.1",
      "port": 2525
    },
    "staging": {
      "host": "mail.staging.example",
      "port": 587,
      "user": "alice",
      "secrets": { "password": { "env": "STAGING_SMTP_PASSWORD" } },
      // {{sender}} in a transcript.
      "variables": { "sender": "alice@staging.example" }
    }
  }
}
`;

/** `SMTP: Create Environments File`: opens the file of a folder, made where there is none. */
export async function createEnvironmentsFile(): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const existing = await firstOf(NAMES.map(name => Uri.joinPath(folder, name)));
  const file = existing ?? Uri.joinPath(folder, NAMES[0]);
  if (existing === undefined) await workspace.fs.writeFile(file, Buffer.from(TEMPLATE));
  await window.showTextDocument(file, { preview: false });
  if (existing === undefined) await offerToIgnore(folder);
}

async function chooseFolder(): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Error('open a folder first.');
  if (folders.length === 1) return folders[0]?.uri;
  const picked = await window.showWorkspaceFolderPick({ placeHolder: 'In which folder?' });
  return picked?.uri;
}

/** Adds a line to `.gitignore` where the folder is in a repository that does not ignore the file. */
async function offerToIgnore(folder: Uri): Promise<void> {
  const root = await repositoryOf(folder);
  if (root === undefined) return;
  const own = Uri.joinPath(folder, '.gitignore');
  const gitignore = (await firstOf([own])) ?? Uri.joinPath(root, '.gitignore');
  const texts = await Promise.all([own, Uri.joinPath(root, '.gitignore')].map(textOf));
  if (texts.some(ignoresEnvironments)) return;
  const add = 'Add to .gitignore';
  const message = 'Environments name your servers and are best kept out of version control.';
  if ((await window.showInformationMessage(message, add, 'Not Now')) !== add) return;
  const text = withEnvironmentsIgnored(await textOf(gitignore));
  await workspace.fs.writeFile(gitignore, Buffer.from(text));
}

async function repositoryOf(folder: Uri): Promise<Uri | undefined> {
  for (let at = folder; ; at = Uri.joinPath(at, '..')) {
    // A worktree has a file of this name.
    if (await exists(Uri.joinPath(at, '.git'))) return at;
    if (at.path === '/' || Uri.joinPath(at, '..').path === at.path) return undefined;
  }
}

async function firstOf(uris: readonly Uri[]): Promise<Uri | undefined> {
  for (const uri of uris) if (await exists(uri)) return uri;
  return undefined;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.stat(uri)).type !== FileType.Unknown;
  } catch {
    return false;
  }
}

async function textOf(uri: Uri): Promise<string> {
  try {
    return Buffer.from(await workspace.fs.readFile(uri)).toString('utf8');
  } catch {
    return '';
  }
}
