import type { ReplyPart } from '../expect/replyMatch.ts';

/** What of a reply with the right code is not as recorded, as a clause. */
export function otherPart(what: ReplyPart | null): string {
  switch (what) {
    case 'enhanced':
      return 'the enhanced status code is another';
    case 'extensions':
      return 'the list of what the server offers is another';
    case 'variable':
      return 'the text does not fit its {{…}} places';
    default:
      return 'the text is another';
  }
}
