import { dateFieldOf } from '../host/dateField.ts';
import type { Finding } from '../core/rule/finding.ts';
import type { Severity } from '../core/rule/rule.ts';
import type { LintOptions, Ruleset } from '../core/rule/run.ts';
import { DEFAULT_LINT, lintChunk, rulesetOf } from '../core/rule/run.ts';
import type { TranscriptDocument } from './document.ts';
import type { ReadPiece } from './piece.ts';
import type { LintSettings } from './settings.ts';
import { DEFAULT_SETTINGS, profileFor } from './settings.ts';

/** How many findings there are of each severity. */
export type Counts = Record<Severity, number>;

/** The findings of one document, kept a chunk each until its text or the settings change. */
export class DocumentLint {
  readonly #document: TranscriptDocument;
  #settings: LintSettings = DEFAULT_SETTINGS;
  #ruleset: Ruleset | undefined;
  #key = '';
  #seen: readonly ReadPiece[] | undefined;
  #serial = 0;
  #totals: Counts = noCounts();

  constructor(document: TranscriptDocument) {
    this.#document = document;
  }

  /** Takes new settings; true when they differ from those in force. */
  configure(settings: LintSettings): boolean {
    const changed = JSON.stringify(settings) !== JSON.stringify(this.#settings);
    this.#settings = settings;
    if (changed) this.#seen = undefined;
    return changed;
  }

  /** The findings of a piece, in the order of the text. */
  findingsOf(piece: ReadPiece): readonly Finding[] {
    this.#update();
    return this.#lint(piece);
  }

  /** The rules in force, as the audit of the file on disk needs them. */
  get options(): LintOptions {
    this.#update();
    return this.#ruleset?.options ?? DEFAULT_LINT;
  }

  /** A number that is another one whenever the findings may be others. */
  get serial(): number {
    this.#update();
    return this.#serial;
  }

  /** How many findings the document has. */
  get totals(): Counts {
    this.#update();
    return this.#totals;
  }

  #update(): void {
    const pieces = this.#document.pieces();
    if (pieces === this.#seen) return;
    this.#seen = pieces;
    this.#ruleset = this.#currentRuleset(pieces);
    this.#serial++;
    this.#totals = noCounts();
    for (const piece of pieces) {
      for (const finding of this.#lint(piece)) this.#totals[finding.severity]++;
    }
  }

  #lint(piece: ReadPiece): readonly Finding[] {
    const ruleset = this.#ruleset;
    if (ruleset === undefined) return [];
    if (piece.findings?.ruleset === ruleset) return piece.findings.list;
    const list = lintChunk(piece.chunk, ruleset);
    piece.findings = { ruleset, list };
    return list;
  }

  /** The same object as long as nothing changed that concerns the whole file. */
  #currentRuleset(pieces: readonly ReadPiece[]): Ruleset {
    const profile = profileFor(this.#settings, this.#document.dialect.dialect.id);
    const ids = new Set<string>();
    for (const piece of pieces) for (const id of piece.suppressions) ids.add(id);
    const { severities } = this.#settings;
    const key = JSON.stringify([profile, severities, [...ids].sort()]);
    if (this.#ruleset !== undefined && key === this.#key) return this.#ruleset;
    this.#key = key;
    return rulesetOf({ profile, severities, fileSuppressions: ids, date: dateFieldOf(new Date()) });
  }
}

function noCounts(): Counts {
  return { error: 0, warning: 0, information: 0, hint: 0 };
}
