import { env } from 'vscode';
import type { Uri } from 'vscode';
import type { ReplayEvent, ReplayPlan } from '../../server/protocol/replay.ts';
import { wordsOf } from '../words.ts';
import { Conversation } from './conversation.ts';
import type { LiveDocuments } from './liveDocuments.ts';

/** A document's run as its conversation, shown as it happens. */
export class LiveRun {
  readonly uri: Uri;
  readonly #documents: LiveDocuments;
  readonly #conversation: Conversation;

  constructor(documents: LiveDocuments, source: Uri, where: string) {
    const { remoteName } = env;
    this.#documents = documents;
    this.#conversation = new Conversation(remoteName === undefined ? {} : { remoteName });
    this.#conversation.note(`Replay to ${where}`);
    this.uri = documents.begin(source, this.#conversation);
  }

  /** The conversation so far. */
  get text(): string {
    return this.#conversation.text;
  }

  /** Opens the document beside the active editor. */
  show(): Promise<void> {
    return this.#documents.show(this.uri);
  }

  begin(plan: ReplayPlan): void {
    this.#conversation.begin(plan.name, plan.steps);
  }

  add(event: ReplayEvent): void {
    this.#conversation.add(event);
    this.#documents.grown(this.uri);
  }

  note(text: string): void {
    this.#conversation.note(text);
    this.#documents.grown(this.uri);
  }

  fail(error: unknown): void {
    this.#conversation.note(`FAILED: ${wordsOf(error)}`);
  }

  /** Nothing more comes. */
  end(): void {
    this.#documents.end(this.uri);
  }
}
