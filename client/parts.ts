import type { LogOutputChannel, Uri } from 'vscode';
import type { Dialogs } from './dialogs.ts';
import type { EngineProcess } from './engineClient/engineProcess.ts';
import type { Environments } from './environments/environments.ts';
import type { Language } from './languageClient/language.ts';

/** The language of transcripts. */
export const LANGUAGE_ID = 'smtp-transcript';

/** Configuration files of the linter; the server tells what is wrong in them. */
export const CONFIG_PATTERN = '**/.smtp-transcript.{json,jsonc}';

/** Files with named targets for replays; not under version control. */
export const ENVIRONMENTS_PATTERN = '**/.smtp-transcript.env.{json,jsonc}';

/** The section of the settings. */
export const SECTION = 'smtpTranscript';

/** The readonly documents that show a conversation. */
export const CONVERSATION_SCHEME = 'smtp-replay';
/** The readonly documents that show a packet capture. */
export const CAPTURE_SCHEME = 'smtp-capture';
/** The readonly documents that show a stored message. */
export const MESSAGE_SCHEME = 'smtp-mail';

/** The readonly page that explains a word. */
export const EXPLAIN_SCHEME = 'smtp-explain';

/** What the parts of the extension share. */
export interface Parts {
  readonly output: LogOutputChannel;
  readonly dialogs: Dialogs;
  readonly language: Language;
  readonly engine: EngineProcess;
  /** Named servers, and which of them runs go to. */
  readonly environments: Environments;
  /** The extension's own folder for mail and certificate; made when first needed. */
  readonly storage: Uri;
}
