import { parentPort, workerData } from 'node:worker_threads';
import { dialectOf } from '../../core/dialect/probe.ts';
import { nextBeginning, readSegment } from './readSegment.ts';
import type { ReadSegment } from './readSegment.ts';
import { workOf } from './work.ts';
import type { Order } from './work.ts';

/** What a worker is given at first. */
export interface WorkerTask {
  readonly file: string;
  readonly dialect: string;
  /** Its segment begins at or after this offset. */
  readonly near: number;
  readonly order: Order;
}

/** Then where its segment ends; no number: at the end of the file. */
export interface WorkerStart {
  readonly to: number | undefined;
}

/** First a worker says where its segment begins, then what became of it. */
export type WorkerAnswer =
  | { readonly kind: 'begins'; readonly at: number | undefined }
  | { readonly kind: 'done'; readonly read: ReadSegment };

/** Serves the thread that started this one. */
export async function serveSegment(): Promise<void> {
  const { file, dialect: id, near, order } = workerData as WorkerTask;
  const dialect = dialectOf(id);
  const port = parentPort;
  if (dialect === undefined || port === null) return;
  const say = (answer: WorkerAnswer): void => {
    port.postMessage(answer);
  };
  const started = new Promise<WorkerStart>(resolve => port.once('message', resolve));
  const from = await nextBeginning(file, dialect, near);
  say({ kind: 'begins', at: from });
  const { to } = await started;
  if (from === undefined) return;
  say({ kind: 'done', read: await readSegment({ file, dialect, from, to }, workOf(order)) });
}
