import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';

/*
 * Captures of sessions between conformant programs give no error and no warning under the profile
 * that is for captures.
 */
const manifest = JSON.parse(
  readFileSync(new URL('manifest.json', import.meta.url), 'utf8'),
) as readonly { readonly file: string; readonly clean: boolean; readonly dialect: string }[];

/** True of what a session says, not of how it says it. */
const ALLOWED: ReadonlySet<string> = new Set([
  'credentials-in-transcript',
  'plaintext-auth-without-tls',
]);

/** What a client does that is clean otherwise, by file. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  // Perl's Net::SMTP sends ORCPT as it was given, without `rfc822;` (RFC 3461 §4.2).
  ['perl-netsmtp/dsn.txt', 'dsn-orcpt-envid'],
]);

const ruleset = rulesetOf({ profile: 'capture', severities: {}, fileOctets: true });

for (const { file } of manifest.filter(e => e.clean && !e.dialect.startsWith('pcap'))) {
  test(`${file}: nothing to complain about`, () => {
    const octets = readFileSync(new URL(file, import.meta.url));
    const { dialect } = probeDialect(octets, bufferScanner);
    const found: string[] = [];
    for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
      for (const { rule, severity, at } of lintChunk(chunk, ruleset)) {
        if (ALLOWED.has(rule) || KNOWN.get(file) === rule || (severity !== 'error' && severity !== 'warning')) continue;
        found.push(`${rule} at ${bufferScanner.latin1(chunk.octets, at.start, at.start + 60)}`);
      }
    }
    assert.deepEqual(found, []);
  });
}
