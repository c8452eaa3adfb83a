import { commands, Disposable, TabInputCustom, Uri, window, workspace } from 'vscode';
import { guarded } from '../guarded.ts';
import { CAPTURE_SCHEME } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { CaptureDocuments } from './captureDocuments.ts';
import { CaptureEditor } from './captureEditor.ts';

const VIEW_TYPE = 'smtpTranscript.capture';

/** Packet captures: the page that opens for them, and their transcripts as documents. */
export function register({ language, output }: Parts): Disposable {
  const documents = new CaptureDocuments(language);
  const open = guarded(output, 'The capture could not be opened', async (value: unknown) => {
    const capture = value instanceof Uri ? value : (activeCapture() ?? (await chosenCapture()));
    if (capture) await documents.show(capture, 0);
  });
  return Disposable.from(
    documents,
    workspace.registerTextDocumentContentProvider(CAPTURE_SCHEME, documents),
    window.registerCustomEditorProvider(VIEW_TYPE, new CaptureEditor(documents), {
      supportsMultipleEditorsPerDocument: true,
    }),
    commands.registerCommand('smtpTranscript.openCapture', open),
  );
}

/** The capture whose page is in front. */
function activeCapture(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom && input.viewType === VIEW_TYPE ? input.uri : undefined;
}

async function chosenCapture(): Promise<Uri | undefined> {
  const filters = { 'Packet captures': ['pcap', 'pcapng', 'cap'], 'All files': ['*'] };
  const chosen = await window.showOpenDialog({ filters, openLabel: 'Open as Transcript' });
  return chosen?.[0];
}
