import { Buffer } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver/node';
import { utf8Of } from '../../host/utf8Of.ts';
import { auditOf } from '../auditOf.ts';
import { DIAGNOSTIC_LIMIT, diagnosticsOf } from '../diagnostics.ts';
import type { DiagnosticSupport } from '../diagnosticSupport.ts';
import { TranscriptDocument } from '../document.ts';
import { DocumentLint } from '../documentLint.ts';
import type { OpenDocument } from '../documentStore.ts';
import type { Encoding } from '../positions.ts';
import type { LintSettings } from '../settings.ts';

/** Of a file that nobody looks at; an editor keeps all of them. */
const MOST_DIAGNOSTICS = 100;

/** How to look at a file. */
export interface ClosedFileOptions {
  readonly settings: LintSettings;
  readonly support: DiagnosticSupport;
  readonly encoding: Encoding;
}

/** What an editor would show of a file if it were open, the most severe of it. */
export async function diagnosticsOfFile(
  uri: string,
  octets: Uint8Array,
  { settings, support, encoding }: ClosedFileOptions,
): Promise<readonly Diagnostic[]> {
  const text = Buffer.from(utf8Of(octets)).toString('utf8');
  const document = new TranscriptDocument(uri, text, { version: 0, encoding });
  const lint = new DocumentLint(document);
  lint.configure(settings);
  const onDisk = (await audited({ document, lint }, octets, support)).slice(0, MOST_DIAGNOSTICS);
  const taken = DIAGNOSTIC_LIMIT - MOST_DIAGNOSTICS + onDisk.length;
  return [...diagnosticsOf(document, lint, { ...support, taken }), ...onDisk];
}

/** Lets requests through between its steps. */
async function audited(
  open: OpenDocument,
  octets: Uint8Array,
  support: DiagnosticSupport,
): Promise<readonly Diagnostic[]> {
  const steps = auditOf(open, octets, support);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
