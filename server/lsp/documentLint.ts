import { optionsFrom } from '../core/config/lintLayer.ts';
import { dateFieldOf } from '../host/dateField.ts';
import type { Finding } from '../core/rule/finding.ts';
import type { Severity } from '../core/rule/rule.ts';
import type { LintOptions, Ruleset } from '../core/rule/run.ts';
import { unusedInFile } from '../core/rule/fileChecker.ts';
import { checkChunk, DEFAULT_LINT, rulesetOf } from '../core/rule/run.ts';
import { fileSuppressionsOf } from '../core/rule/suppress.ts';
import type { TranscriptDocument } from './document.ts';
import type { PieceFindings, ReadPiece } from './piece.ts';
import type { LintSettings } from './settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

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
  /** Of the first piece, with what can only be said of the file as a whole. */
  #first: readonly Finding[] = [];

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
    return piece === this.#seen?.[0] ? this.#first : this.#lint(piece).findings;
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
    const used = new Set<string>();
    for (const piece of pieces) {
      const { findings, used: own } = this.#lint(piece);
      for (const finding of findings) this.#totals[finding.severity]++;
      for (const name of own) used.add(name);
    }
    this.#first = this.#firstFindings(pieces[0], used);
  }

  /** Comments for the whole file that kept nothing quiet stand in its first piece. */
  #firstFindings(first: ReadPiece | undefined, used: ReadonlySet<string>): readonly Finding[] {
    if (first === undefined || this.#ruleset === undefined) return [];
    const { findings } = this.#lint(first);
    const { chunk, suppressions } = first;
    const late = unusedInFile(chunk, this.#ruleset, { suppressions, used });
    if (late.length === 0) return findings;
    for (const finding of late) this.#totals[finding.severity]++;
    return [...late, ...findings].sort((a, b) => a.at.start - b.at.start);
  }

  #lint(piece: ReadPiece): PieceFindings {
    const ruleset = this.#ruleset ?? rulesetOf(DEFAULT_LINT);
    const place = piece === this.#seen?.[0] ? 'first' : 'later';
    const known = piece.findings;
    if (known?.ruleset === ruleset && known.place === place) return known;
    const found = { ...checkChunk(piece.chunk, ruleset, place), ruleset, place } as const;
    piece.findings = found;
    return found;
  }

  /** The same object as long as nothing changed that concerns the whole file. */
  #currentRuleset(pieces: readonly ReadPiece[]): Ruleset {
    const options = optionsFrom(this.#settings, this.#document.dialect.dialect);
    const [first] = pieces;
    const file = first?.suppressions.length ? fileSuppressionsOf(first.chunk) : undefined;
    const key = JSON.stringify([options, [...(file?.names ?? [])].sort()]);
    if (this.#ruleset !== undefined && key === this.#key) return this.#ruleset;
    this.#key = key;
    return rulesetOf({ ...options, date: dateFieldOf(new Date()) }, file);
  }
}

function noCounts(): Counts {
  return { error: 0, warning: 0, information: 0, hint: 0 };
}
