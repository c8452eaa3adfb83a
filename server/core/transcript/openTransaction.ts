import type { Exchange } from './model.ts';
import type { OpenTransaction } from './state.ts';

/**
 * A transaction as it is at one moment. Every exchange keeps the state before and after it, so all
 * moments share one list of recipients and differ in how much of it they see: a transaction with
 * 100 000 recipients costs 100 000 entries, not their square.
 */
class Moment implements OpenTransaction {
  readonly mail: Exchange;
  readonly acceptedCount: number;
  readonly refused: number;
  readonly usedBdat: boolean;
  readonly #shared: Exchange[];

  constructor(from: Omit<OpenTransaction, 'accepted'>, shared: Exchange[]) {
    this.mail = from.mail;
    this.acceptedCount = from.acceptedCount;
    this.refused = from.refused;
    this.usedBdat = from.usedBdat;
    this.#shared = shared;
  }

  get accepted(): readonly Exchange[] {
    return this.#shared.slice(0, this.acceptedCount);
  }

  get shared(): Exchange[] {
    // Only the newest moment may add to the list.
    const { length } = this.#shared;
    return length === this.acceptedCount ? this.#shared : this.#shared.slice(0, this.acceptedCount);
  }
}

/** The transaction that an accepted MAIL opens. */
export function opened(mail: Exchange): OpenTransaction {
  return new Moment({ mail, acceptedCount: 0, refused: 0, usedBdat: false }, []);
}

/** With one more recipient. */
export function withRecipient(open: OpenTransaction, rcpt: Exchange): OpenTransaction {
  const shared = sharedOf(open);
  shared.push(rcpt);
  return new Moment(changed(open, { acceptedCount: shared.length }), shared);
}

/** With one more refusal. */
export function withRefusal(open: OpenTransaction): OpenTransaction {
  return new Moment(changed(open, { refused: open.refused + 1 }), sharedOf(open));
}

/** With a chunk that was taken. */
export function withChunk(open: OpenTransaction): OpenTransaction {
  return new Moment(changed(open, { usedBdat: true }), sharedOf(open));
}

function sharedOf(open: OpenTransaction): Exchange[] {
  return open instanceof Moment ? open.shared : [...open.accepted];
}

type Fields = Omit<OpenTransaction, 'accepted'>;

function changed(open: OpenTransaction, by: Partial<Fields>): Fields {
  const { mail, acceptedCount, refused, usedBdat } = open;
  return { mail, acceptedCount, refused, usedBdat, ...by };
}
