/** A line that stands in a dialogue without any mark before it. */
const BARE = /^(?:220[ -]|(?:EHLO|HELO|LHLO) \S|MAIL FROM:)/im;

/**
 * Does the mail that is found at `index` of the sample stand within a dialogue, as the content that
 * it transmits? Then the dialogue is what the text shows.
 */
export function isWithinDialogue(sample: string, index: number): boolean {
  return BARE.test(sample.slice(0, index));
}
