import type { ChosenServer } from './chosenTarget.ts';

/** An entry of the setting `smtpTranscript.targets`. */
export interface ConfiguredTarget {
  readonly name: string;
  readonly server: ChosenServer;
}

/** The entries that can be used; anything else in the setting is passed over. */
export function configuredTargets(setting: unknown): readonly ConfiguredTarget[] {
  if (!Array.isArray(setting)) return [];
  const entries: readonly unknown[] = setting;
  return entries.flatMap(entry => {
    const server = serverOf(entry);
    if (server === undefined) return [];
    const name = textOf(entry, 'name');
    return [{ name: name === undefined || name === '' ? server.host : name, server }];
  });
}

function serverOf(entry: unknown): ChosenServer | undefined {
  const host = textOf(entry, 'host')?.replace(/^\[|\]$/g, '');
  const port = fieldOf(entry, 'port') ?? 25;
  if (host === undefined || host === '' || typeof port !== 'number') return undefined;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
  const tls = textOf(entry, 'tls');
  const verify = fieldOf(entry, 'verifyCertificate');
  return {
    kind: 'server',
    host,
    port,
    ...(tls === 'implicit' && { implicitTls: true }),
    ...((tls === 'none' || tls === 'starttls') && { implicitTls: false }),
    ...(tls === 'none' && { inTheClear: true }),
    ...(verify === false && { verifyCertificate: false }),
  };
}

function textOf(entry: unknown, name: string): string | undefined {
  const value = fieldOf(entry, name);
  return typeof value === 'string' ? value : undefined;
}

function fieldOf(entry: unknown, name: string): unknown {
  if (typeof entry !== 'object' || entry === null) return undefined;
  return (entry as Readonly<Record<string, unknown>>)[name];
}
