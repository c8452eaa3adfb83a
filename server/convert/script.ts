import type { Chunk, Session } from '../core/transcript/model.ts';

/** What a client has to do for one message. */
export interface ScriptedMessage {
  /** Reverse-path without brackets; '' is the null one. */
  readonly from: string;
  readonly mailParams: readonly string[];
  readonly recipients: readonly ScriptedRecipient[];
  /** As the receiver got it, each line with CRLF; undefined where no content was sent or shown. */
  readonly content: Uint8Array | undefined;
  /** What became of it: `sent` with content, `hidden` without seeing it, or where it stopped. */
  readonly reached: 'sent' | 'hidden' | 'mail' | 'rcpt';
}

/** One recipient of a message. */
export interface ScriptedRecipient {
  /** Forward-path without brackets. */
  readonly to: string;
  readonly params: readonly string[];
  readonly accepted: boolean;
}

/** A session as the options of a mail client can express it. */
export interface Script {
  readonly chunk: Chunk;
  readonly session: Session;
  readonly protocol: 'SMTP' | 'ESMTP' | 'LMTP';
  /** What the client calls itself; '' where it never says. */
  readonly helo: string;
  readonly tls: 'none' | 'starttls' | 'implicit';
  readonly auth: ScriptedAuth | undefined;
  readonly pipelining: boolean;
  readonly messages: readonly ScriptedMessage[];
  /** The last thing done before QUIT, where no message was tried. */
  readonly stopsAfter: 'connect' | 'helo' | 'tls' | 'auth';
  /** `# @target` as written, where it is a host and a port. */
  readonly target: string | undefined;
  /** What mail clients cannot be told at all, in whole sentences. */
  readonly losses: readonly string[];
}

/** How the client authenticates; the secret is never part of it. */
export interface ScriptedAuth {
  /** Upper case. */
  readonly mechanism: string;
  /** '' where the transcript does not show it. */
  readonly user: string;
}
