import { decodeWords } from 'postal-mime';

/** The two header fields that a list of messages shows, decoded and made safe to print. */
export interface MessageSummary {
  readonly from: string;
  readonly subject: string;
}

/** How much of a message is read for its summary, octets. */
export const summaryOctets = 64 * 1024;

const longestField = 1000;
const longestShown = 200;

/**
 * Reads From and Subject out of a message's first octets; '' for a missing one. Total: any
 * octets give a summary, whose texts are at most 200 characters without control characters.
 */
export function messageSummaryOf(start: Uint8Array): MessageSummary {
  const fields = { from: '', subject: '' };
  for (const field of headerFieldsOf(start)) {
    const colon = field.indexOf(':');
    const name = field.slice(0, colon).trim().toLowerCase();
    if ((name === 'from' || name === 'subject') && fields[name] === '') {
      fields[name] = shownText(field.slice(colon + 1));
    }
  }
  return fields;
}

/** The unfolded fields up to the first empty line, each cut at 1000 characters. */
function headerFieldsOf(start: Uint8Array): string[] {
  const text = Buffer.from(start.subarray(0, summaryOctets)).toString('utf8');
  const fields: string[] = [];
  for (const line of text.split(/\r?\n/u)) {
    if (line === '') break;
    const last = fields.at(-1);
    if (/^[ \t]/u.test(line) && last !== undefined) {
      if (last.length < longestField) {
        fields[fields.length - 1] = `${last} ${line.trim()}`.slice(0, longestField);
      }
    } else {
      fields.push(line.slice(0, longestField));
    }
  }
  return fields;
}

function shownText(value: string): string {
  const decoded = decodeWords(value.trim());
  // Characters that turn the direction of a text could make one sender look like another.
  const safe = decoded.replace(
    /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu,
    ' ',
  );
  return safe.replace(/ {2,}/gu, ' ').trim().slice(0, longestShown);
}
