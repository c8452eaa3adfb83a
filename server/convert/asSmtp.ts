import type { Dialect } from '../core/dialect/dialect.ts';
import type { Scanner } from '../core/octets/scanner.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { smtpTarget } from './smtp.ts';

/** A transcript of any dialect as `.smtp`, all its sessions; one that is `.smtp` stays as it is. */
export function asSmtp(octets: Uint8Array, dialect: Dialect, scanner: Scanner): Uint8Array {
  if (dialect.id === 'smtp') return octets;
  const chunks = [...readTranscript(octets, { scanner, dialect })];
  const parts = chunks.map(chunk => ({ chunk, sessions: chunk.sessions }));
  return smtpTarget.render({ parts, whole: true }).files[0] ?? new Uint8Array(0);
}
