/** Where the pages of the rules are, one `<id>.md` each. */
const RULE_PAGES = 'https://github.com/smtp-transcripts/smtp-transcript/blob/main/docs/rules/';

/** The address of a rule's page. */
export function ruleUrlOf(id: string): string {
  return `${RULE_PAGES}${encodeURIComponent(id)}.md`;
}
