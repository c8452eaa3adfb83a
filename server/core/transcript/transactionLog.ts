import type { Advance } from './advance.ts';
import type { Exchange, Outcome, Reply, Transaction } from './model.ts';

interface Open {
  readonly mail: Exchange;
  readonly recipients: Exchange[];
  readonly chunks: Exchange[];
  final: Exchange | undefined;
  accepted: boolean;
}

/** Follows the replies of a session and keeps its transactions, in order. */
export class TransactionLog {
  readonly #done: Transaction[] = [];
  #open: Open | undefined;

  /** Takes a reply that was just paired and the state it led to. */
  follow(exchange: Exchange, phase: 'command' | 'content', reply: Reply, step: Advance): void {
    const ok = reply.code >= 200 && reply.code < 300;
    const { verb } = exchange.command;
    if (phase === 'command' && verb === 'RCPT') this.#open?.recipients.push(exchange);
    if (phase === 'content' || verb === 'BDAT') this.#content(exchange, ok, step);
    else if (step.state.transaction?.mail !== this.#open?.mail) {
      this.abort();
      const mail = step.state.transaction?.mail;
      if (mail)
        this.#open = { mail, recipients: [], chunks: [], final: undefined, accepted: false };
    }
  }

  /** The open transaction ends without a message. */
  abort(): void {
    this.#close('aborted');
  }

  /** All transactions; one that is still open has an unknown outcome. */
  finish(): readonly Transaction[] {
    this.#close('unknown');
    return this.#done;
  }

  #content(exchange: Exchange, ok: boolean, step: Advance): void {
    const open = this.#open;
    if (open === undefined) return;
    // Replies come in order, so the ones to a chunk come together.
    if (exchange.command.verb === 'BDAT' && open.chunks.at(-1) !== exchange)
      open.chunks.push(exchange);
    const complete = step.state.transaction === undefined;
    if (complete || exchange.command.verb !== 'BDAT') {
      open.final = exchange;
      // In LMTP each recipient has a reply of its own; elsewhere the last one decides.
      const replies =
        exchange.command.verb === 'BDAT' ? exchange.replies : exchange.content?.replies;
      open.accepted = step.state.protocol === 'LMTP' ? (replies ?? []).some(isSuccess) : ok;
    }
    if (complete) this.#close(open.accepted ? 'accepted' : 'refused');
  }

  #close(outcome: Outcome): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    this.#done.push({
      kind: 'transaction',
      mail: open.mail,
      recipients: open.recipients,
      final: open.final,
      chunks: open.chunks,
      outcome,
    });
  }
}

function isSuccess({ code }: Reply): boolean {
  return code >= 200 && code < 300;
}
