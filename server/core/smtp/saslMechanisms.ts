/** What there is to know of a mechanism before an exchange; the exchanges are in saslExchange.ts. */
export interface SaslMechanism {
  /** Upper case, as servers offer it. */
  readonly name: string;
  readonly needsUser: boolean;
  readonly needsSecret: boolean;
  /** Whoever reads the exchange has the secret: only inside TLS, or to this very machine. */
  readonly plaintext: boolean;
}

const PASSWORD = { needsUser: true, needsSecret: true, plaintext: false };
const READABLE = { ...PASSWORD, plaintext: true };
const NO_SECRET = { needsUser: false, needsSecret: false, plaintext: false };

/** All mechanisms that an exchange can be computed for. */
export const saslMechanisms: readonly SaslMechanism[] = [
  { name: 'PLAIN', ...READABLE },
  { name: 'LOGIN', ...READABLE },
  { name: 'CRAM-MD5', ...PASSWORD },
  { name: 'SCRAM-SHA-1', ...PASSWORD },
  { name: 'SCRAM-SHA-1-PLUS', ...PASSWORD },
  { name: 'SCRAM-SHA-256', ...PASSWORD },
  { name: 'SCRAM-SHA-256-PLUS', ...PASSWORD },
  { name: 'XOAUTH2', ...READABLE },
  { name: 'OAUTHBEARER', ...READABLE, needsUser: false },
  { name: 'EXTERNAL', ...NO_SECRET },
  { name: 'ANONYMOUS', ...NO_SECRET },
];
