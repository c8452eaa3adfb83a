import type { Mutator } from '../mutator.ts';
import { ADDRESS } from './address.ts';
import { AUTH_TLS } from './authTls.ts';
import { CONSISTENCY } from './consistency.ts';
import { CONTENT_ORDER } from './content.ts';
import { CUT } from './cut.ts';
import { DATA } from './data.ts';
import { DELIVERY } from './delivery.ts';
import { EXTENSION } from './extension.ts';
import { HELLO } from './hello.ts';
import { MANIFOLD } from './manifold.ts';
import { OFFER } from './offer.ts';
import { ORDER } from './order.ts';
import { REPLY } from './reply.ts';
import { SECURITY } from './security.ts';
import { SYNTAX } from './syntax.ts';
import { TRANSACTION } from './transaction.ts';

/** Every way there is to break a session. */
export const MUTATORS: readonly Mutator[] = [
  ...HELLO,
  ...TRANSACTION,
  ...CONTENT_ORDER,
  ...AUTH_TLS,
  ...ORDER,
  ...SYNTAX,
  ...ADDRESS,
  ...DATA,
  ...DELIVERY,
  ...REPLY,
  ...OFFER,
  ...EXTENSION,
  ...SECURITY,
  ...CONSISTENCY,
  ...MANIFOLD,
  ...CUT,
];
