import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Dialect } from '../../server/core/dialect/dialect.ts';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { RULES } from '../../server/core/rule/registry.ts';
import { isMaskText } from '../../server/core/rule/security/maskedSecret.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { lintOctets } from '../../server/report/lintOctets.ts';

const HERE = import.meta.dirname;
const ALL = Object.fromEntries(RULES.map(({ id }) => [id, 'warning' as const]));

/** What clients sent in AUTH exchanges, as the dialect decodes it; too short to tell left out. */
function secretsOf(octets: Uint8Array, dialect: Dialect): Set<string> {
  const secrets = new Set<string>();
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    const textOf = ({ start, end }: { start: number; end: number }): string =>
      bufferScanner.latin1(chunk.octets, start, end);
    for (const { command, responses } of chunk.sessions.flatMap(one => one.exchanges)) {
      if (command.verb !== 'AUTH') continue;
      const [, ...initial] = textOf(command.argument).split(' ');
      const shown = isMaskText(initial.join(' ')) ? [] : initial;
      for (const word of [...shown, ...responses.map(({ span }) => textOf(span))]) {
        if (word.length > 5 && !isMaskText(word)) secrets.add(word);
      }
    }
  }
  return secrets;
}

test('no report about a real session repeats what a client sent to authenticate itself', () => {
  const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.(?:txt|log|smtp)$/.test(name),
  );
  let found = 0;
  for (const file of files) {
    const octets = readFileSync(join(HERE, file));
    const { dialect } = probeDialect(octets, bufferScanner);
    const secrets = secretsOf(octets, dialect);
    found += secrets.size;
    if (secrets.size === 0) continue;
    const options = { profile: 'strict', severities: ALL } as const;
    const input = { octets, scanner: bufferScanner, dialect };
    const report = JSON.stringify(lintOctets(input, options, { detail: 'all' }).findings);
    for (const secret of secrets) assert.ok(!report.includes(secret), file);
  }
  assert.ok(found > 50, String(found));
});
