/** How much to make, and which of the endless transcripts. */
export interface GenerateOptions {
  readonly megabytes: number;
  readonly seed: number;
}

/**
 * A transcript of ordinary sessions, the same for the same seed: about 95 % of its octets are message
 * content, as in real ones; some recipients and some messages are refused.
 */
export function generateTranscript(options: GenerateOptions): Buffer {
  const random = randomFrom(options.seed);
  const parts: string[] = [];
  const wanted = options.megabytes * 1_000_000;
  for (let size = 0, count = 1; size < wanted; count++) {
    const session = sessionOf(count, random);
    parts.push(session);
    size += session.length;
  }
  return Buffer.from(parts.join(''), 'latin1');
}

/** The same transcript with nothing between 354 and the dot. */
export function withoutContent(transcript: Buffer): Buffer {
  const kept: string[] = [];
  let content = false;
  for (const line of transcript.toString('latin1').split('\n')) {
    if (content && line !== 'C: .') continue;
    kept.push(line);
    content = line.startsWith('S: 354');
  }
  return Buffer.from(kept.join('\n'), 'latin1');
}

type Random = (below: number) => number;

/** A small generator of pseudo-random numbers (xorshift), so that runs can be compared. */
function randomFrom(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'];
const DOMAINS = ['example.com', 'example.org', 'mail.example.net', 'lists.example.org'];

function addressOf(random: Random): string {
  return `${NAMES[random(NAMES.length)] ?? ''}${random(900)}@${DOMAINS[random(DOMAINS.length)] ?? ''}`;
}

function sessionOf(count: number, random: Random): string {
  const lines = [
    '',
    `# session ${count}`,
    'S: 220 mx.example.org ESMTP ready',
    'C: EHLO client.example.net',
    'S: 250-mx.example.org',
    'S: 250-PIPELINING',
    'S: 250-SIZE 52428800',
    'S: 250-ENHANCEDSTATUSCODES',
    'S: 250 8BITMIME',
  ];
  for (let messages = 1 + random(3); messages > 0; messages--) lines.push(...messageOf(random));
  lines.push('C: QUIT', 'S: 221 2.0.0 Bye');
  return `${lines.join('\n')}\n`;
}

function messageOf(random: Random): string[] {
  const from = addressOf(random);
  const to = addressOf(random);
  const refused = random(10) === 0;
  return [
    `C: MAIL FROM:<${from}> SIZE=${1000 + random(50_000)}`,
    'S: 250 2.1.0 Ok',
    ...(refused ? [`C: RCPT TO:<${addressOf(random)}>`, 'S: 550 5.1.1 User unknown'] : []),
    `C: RCPT TO:<${to}>`,
    'S: 250 2.1.5 Ok',
    'C: DATA',
    'S: 354 End data with <CR><LF>.<CR><LF>',
    'C: Date: Sat, 21 Nov 2026 10:00:00 +0000',
    `C: From: <${from}>`,
    `C: To: <${to}>`,
    `C: Message-ID: <${random(1_000_000_000)}@example.net>`,
    'C: Subject: figures',
    'C: ',
    ...bodyOf(random),
    'C: .',
    'S: 250 2.0.0 Ok: queued as 4F1A2B4B9',
  ];
}

function bodyOf(random: Random): string[] {
  return Array.from({ length: 20 + random(400) }, () => {
    if (random(12) === 0) return 'C: ';
    return `C: ${'the message queue relay server client mail delivery report and so on '.slice(0, 40 + random(30))}`;
  });
}
