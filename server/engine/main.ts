/** The engine host: a child process that replays and receives for the editor. */
import type { EngineMessage } from '../protocol/engine.ts';
import { Engine } from './engine.ts';
import { isEngineRequest } from './isEngineRequest.ts';

/** Resolves once the message is with the system, so that a slow reader slows the run down. */
function post(message: EngineMessage): Promise<void> {
  return new Promise(resolve => {
    if (!process.connected || process.send === undefined) {
      resolve();
      return;
    }
    process.send(message, () => {
      resolve();
    });
  });
}

const engine = new Engine(post);

process.on('message', (message: unknown) => {
  if (isEngineRequest(message)) void engine.handle(message);
});
// Nobody is left to tell anything, and nothing may go on sending mail.
process.once('disconnect', () => process.exit(0));
// The editor ends its child itself; an interrupt in a shared terminal is not meant for it.
process.on('SIGINT', () => undefined);
