import { createHmac } from 'node:crypto';
import type { SaslStart } from './sasl.ts';
import { response, saslSteps } from './saslSteps.ts';

/** CRAM-MD5: `user SP digest`, the digest a keyed MD5 of the challenge in small hex (RFC 2195 §2). */
export const cramMd5: SaslStart = ({ user, secret }) =>
  saslSteps({
    initial: null,
    steps: [
      challenge => {
        const digest = createHmac('md5', secret).update(challenge).digest('hex');
        return response(new TextEncoder().encode(`${user} ${digest}`));
      },
    ],
  });
