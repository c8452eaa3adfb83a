import { createHash } from 'node:crypto';
import type { Log, Notification, Result, Run } from 'sarif';
import { visibleOf } from '../core/octets/visible.ts';
import { artifactUriOf } from './artifactUri.ts';
import { jsonText } from './jsonText.ts';
import type { LintedFile, LintFormat, LintSetup, LintTotals } from './lintFormat.ts';
import type { FindingPlace, ReportedFinding } from './lintReport.ts';
import { messageText, SarifRules, sarifLevelOf } from './sarifRules.ts';

/** SARIF 2.1.0 (OASIS), one run, for code scanning and the viewers of editors. */
export const lintSarif: LintFormat = {
  id: 'sarif',
  detail: 'all',
  writer: setup => {
    const report = new SarifReport(setup);
    return {
      add: file => {
        report.add(file);
        return '';
      },
      end: totals => `${jsonText(report.log(totals), 2)}\n`,
    };
  },
};

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://github.com/smtp-transcripts/smtp-transcript';
/** What relative URIs are relative to; whoever reads the report knows where that is. */
const ROOT = '%SRCROOT%';

class SarifReport {
  readonly #setup: LintSetup;
  readonly #rules = new SarifRules();
  readonly #artifacts: NonNullable<Run['artifacts']> = [];
  readonly #results: Result[] = [];
  readonly #notes: Notification[] = [];

  constructor(setup: LintSetup) {
    this.#setup = setup;
  }

  add(file: LintedFile): void {
    const index = this.#artifacts.length;
    const { uri, isRelative } = artifactUriOf(file.file, this.#setup.folder);
    const location = { uri, ...(isRelative && { uriBaseId: ROOT }) };
    this.#artifacts.push({ location, roles: ['analysisTarget'] });
    const at = { ...location, index };
    const prints = new Fingerprints();
    for (const finding of file.findings) {
      this.#results.push(resultOf(finding, { at, rules: this.#rules, prints }));
    }
    if (file.omitted !== undefined) {
      const text = `${file.omitted} more findings in this file, none more severe, are left out.`;
      const locations = [{ physicalLocation: { artifactLocation: at } }];
      this.#notes.push({ level: 'note', message: { text }, locations });
    }
  }

  log({ unread, statistics }: LintTotals): Log {
    for (const message of unread) {
      this.#notes.push({ level: 'error', message: { text: messageText(visibleOf(message)) } });
    }
    const { version } = this.#setup;
    const counted = this.#setup.statistics && { statistics: Object.fromEntries(statistics) };
    return {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'smtp-transcript',
              informationUri: HOME,
              version,
              ...(/^\d+\.\d+\.\d+$/.test(version) && { semanticVersion: version }),
              rules: this.#rules.descriptors(),
            },
          },
          invocations: [
            { executionSuccessful: unread.length === 0, toolExecutionNotifications: this.#notes },
          ],
          originalUriBaseIds: { [ROOT]: { description: { text: 'Where the report was made.' } } },
          columnKind: 'utf16CodeUnits',
          artifacts: this.#artifacts,
          results: this.#results,
          ...(counted && { properties: counted }),
        },
      ],
    };
  }
}

type Artifact = NonNullable<Run['artifacts']>[number]['location'] & { index: number };

interface Context {
  readonly at: Artifact;
  readonly rules: SarifRules;
  readonly prints: Fingerprints;
}

function resultOf(finding: ReportedFinding, { at, rules, prints }: Context): Result {
  const { rule, severity, message, related = [] } = finding;
  const locationOf = (place: FindingPlace) => ({
    physicalLocation: { artifactLocation: at, region: regionOf(place) },
  });
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: sarifLevelOf(severity),
    message: { text: messageText(message) },
    locations: [locationOf(finding)],
    ...(related.length > 0 && {
      relatedLocations: related.map((place, id) => ({
        id,
        ...locationOf(place),
        message: { text: messageText(place.message) },
      })),
    }),
    partialFingerprints: { 'findingText/v1': prints.of(finding) },
    ...fixesOf(finding, at),
  };
}

function fixesOf({ edits, fixTitle = '' }: ReportedFinding, at: Artifact): Pick<Result, 'fixes'> {
  if (edits === undefined || edits.length === 0) return {};
  const replacements = edits.map(edit => ({
    deletedRegion: regionOf(edit),
    ...(edit.text !== '' && { insertedContent: { text: edit.text } }),
  }));
  const artifactChanges = [{ artifactLocation: at, replacements }];
  return { fixes: [{ description: { text: messageText(fixTitle) }, artifactChanges }] };
}

function regionOf({ line, column, endLine, endColumn }: FindingPlace) {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/**
 * What stays the same of a finding while lines are added elsewhere: its rule and the text around
 * it, as it is shown (without credentials), and which of several alike it is.
 */
class Fingerprints {
  readonly #seen = new Map<string, number>();

  of({ rule, excerpt = [] }: ReportedFinding): string {
    const text = [rule, ...excerpt.map(row => row.text)].map(visibleOf).join('\n');
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const count = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, count);
    return `${hash}:${count}`;
  }
}
