import { EXTENSIONS } from '../smtp/extensions.ts';
import type { Extension } from '../smtp/extensions.ts';
import type { Capabilities } from '../transcript/state.ts';
import type { Completion, Typing } from './typing.ts';
import { lastWord } from './typing.ts';

/** Parameters and their values after the path of MAIL or RCPT, as far as the server offers them. */
export function completeParameter(
  typing: Typing,
  verb: 'MAIL' | 'RCPT',
  argument: string,
): Completion[] {
  const after = /^[A-Za-z]+:\s*(?:<[^>]*>|[^<\s]\S*)(\s.*)?$/.exec(argument)?.[1];
  if (after === undefined) return [];
  const words = after.split(/\s+/);
  const word = words.pop() ?? '';
  const { capabilities } = typing.moment.hoped;
  const equals = word.indexOf('=');
  if (equals >= 0) {
    return values(
      typing,
      word.slice(0, equals).toUpperCase(),
      word.slice(equals + 1),
      capabilities,
    );
  }
  const used = new Set(words.map(other => (other.split('=', 1)[0] ?? '').toUpperCase()));
  return offered(verb, capabilities)
    .filter(({ keyword }) => !used.has(keyword))
    .map(({ keyword, grammar, extension }, rank) => ({
      kind: 'parameter',
      label: keyword,
      insert: takesValue(keyword, grammar) ? `${keyword}=` : keyword,
      at: lastWord(typing, word.length),
      detail: extension.ref,
      about: `${extension.description}${grammar === '' ? '' : ` Value: ${grammar}`}`,
      rank,
    }));
}

interface Offered {
  readonly keyword: string;
  readonly grammar: string;
  readonly extension: Extension;
}

/** Each parameter once; BODY belongs to two extensions. */
function offered(verb: 'MAIL' | 'RCPT', capabilities: Capabilities): Offered[] {
  const found = new Map<string, Offered>();
  for (const extension of EXTENSIONS) {
    if (!capabilities.has(extension.keyword)) continue;
    const params = verb === 'MAIL' ? extension.mailParams : extension.rcptParams;
    for (const [keyword, grammar] of Object.entries(params)) {
      if (!found.has(keyword)) found.set(keyword, { keyword, grammar, extension });
    }
  }
  return [...found.values()];
}

const WITHOUT_VALUE = new Set(['SMTPUTF8', 'REQUIRETLS', 'CONPERM', 'CONNEG', 'PRDR']);

function takesValue(keyword: string, grammar: string): boolean {
  return grammar !== '' && !WITHOUT_VALUE.has(keyword);
}

function values(
  typing: Typing,
  keyword: string,
  value: string,
  capabilities: Capabilities,
): Completion[] {
  const list = keyword === 'NOTIFY';
  const before = list ? value.split(',').slice(0, -1) : [];
  const typed = list ? (value.split(',').at(-1) ?? '') : value;
  return choicesOf(keyword, before, capabilities).map(([label, detail], rank) => ({
    kind: 'value',
    label,
    insert: label,
    at: lastWord(typing, typed.length),
    detail,
    rank,
  }));
}

type Choice = readonly [label: string, detail: string];

function choicesOf(
  keyword: string,
  before: readonly string[],
  capabilities: Capabilities,
): readonly Choice[] {
  switch (keyword) {
    case 'BODY':
      return BODY.filter(([, , needs]) => capabilities.has(needs)).map(([label, detail]) => [
        label,
        detail,
      ]);
    case 'NOTIFY': {
      const used = before.map(word => word.toUpperCase());
      const left = NOTIFY.filter(([label]) => !used.includes(label));
      return used.length === 0 ? left : left.filter(([label]) => label !== 'NEVER');
    }
    default:
      return CHOICES.get(keyword) ?? [];
  }
}

const BODY: readonly (readonly [label: string, detail: string, needs: string])[] = [
  ['7BIT', 'only octets up to 127', '8BITMIME'],
  ['8BITMIME', '8-bit lines of at most 1000 octets', '8BITMIME'],
  ['BINARYMIME', 'any octets, sent with BDAT', 'BINARYMIME'],
];

const NOTIFY: readonly Choice[] = [
  ['SUCCESS', 'report a delivery'],
  ['FAILURE', 'report a failure'],
  ['DELAY', 'report a delay'],
  ['NEVER', 'report nothing; stands alone'],
];

const CHOICES: ReadonlyMap<string, readonly Choice[]> = new Map<string, readonly Choice[]>([
  [
    'RET',
    [
      ['FULL', 'a report returns the whole message'],
      ['HDRS', 'a report returns the header only'],
    ],
  ],
  ['AUTH', [['<>', 'the sender was not authenticated, or is not told']]],
  ['ORCPT', [['rfc822;', 'an ordinary address follows, as xtext']]],
]);
