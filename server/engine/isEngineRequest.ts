import type { EngineMethod, EngineRequest } from '../protocol/engine.ts';

const METHODS: Readonly<Record<EngineMethod, true>> = {
  replay: true,
  cancel: true,
  needsConsent: true,
  startReceiver: true,
  stopReceiver: true,
  mailHosts: true,
  mailboxes: true,
  messages: true,
  readMessage: true,
};

/** True for what this version's client sends; the parameters are the client's own and trusted. */
export function isEngineRequest(message: unknown): message is EngineRequest {
  if (typeof message !== 'object' || message === null) return false;
  if (!('id' in message) || !('method' in message) || !('params' in message)) return false;
  return (
    typeof message.id === 'number' &&
    typeof message.method === 'string' &&
    Object.hasOwn(METHODS, message.method)
  );
}
