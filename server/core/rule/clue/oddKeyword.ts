import { extensionOf } from '../../smtp/extensions.ts';
import type { Exchange, Reply } from '../../transcript/model.ts';
import type { Capabilities } from '../../transcript/state.ts';

/** Registered extensions that depend on something else, or set limits. */
const ASKS_FOR_A_LOOK: ReadonlySet<string> = new Set([
  ...['LIMITS', 'BURL', 'BINARYMIME', 'REQUIRETLS', 'MTRK'],
]);

const verdicts = new WeakMap<Capabilities, boolean>();

/**
 * The answer to a hello offers something twice, something after HELO, or something unusual. A list
 * with as many lines as it has keywords has none twice.
 */
export function offersOddly(exchange: Exchange): boolean {
  return exchange.replies.some(reply => isOddReply(exchange, reply));
}

function isOddReply({ command, replies, after }: Exchange, reply: Reply): boolean {
  // Any 2yz makes the offer count.
  if (reply.code !== 250) return reply.code < 300;
  if (command.verb === 'HELO') return reply.lines.length > 1;
  if (reply !== replies[0] || after.hello !== command.verb) return true;
  const { capabilities } = after;
  return reply.lines.length - 1 !== capabilities.size || hasOddKeyword(capabilities);
}

/**
 * True for a list of extensions with a keyword that is not one of the usual registered ones, or one
 * that depends on something. Servers offer the same again and again, so a list is judged once.
 */
function hasOddKeyword(offered: Capabilities): boolean {
  const known = verdicts.get(offered);
  if (known !== undefined) return known;
  const odd = [...offered.keys()].some(keyword => isOdd(keyword, offered));
  verdicts.set(offered, odd);
  return odd;
}

function isOdd(keyword: string, offered: Capabilities): boolean {
  if (ASKS_FOR_A_LOOK.has(keyword)) return true;
  if (keyword === 'SMTPUTF8') return !offered.has('8BITMIME');
  return extensionOf(keyword)?.status !== 'standard';
}
