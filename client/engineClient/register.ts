import { Disposable, EventEmitter } from 'vscode';
import type { Event, LogOutputChannel } from 'vscode';
import type { ReceiverState } from '../../server/protocol/engine.ts';
import { EngineProcess } from './engineProcess.ts';

/** Prepares the engine; its process starts with the first request. */
export function register(
  module: string,
  output: LogOutputChannel,
): {
  readonly engine: EngineProcess;
  readonly onReceiver: Event<ReceiverState>;
  readonly disposable: Disposable;
} {
  const changed = new EventEmitter<ReceiverState>();
  const engine = new EngineProcess(module, {
    log: line => output.debug(`engine: ${line.trimEnd()}`),
    receiver: state => changed.fire(state),
  });
  return { engine, onReceiver: changed.event, disposable: Disposable.from(engine, changed) };
}
