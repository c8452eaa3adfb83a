import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const CATEGORIES = [
  'sequencing',
  'syntax',
  'address',
  'data',
  'reply',
  'extension',
  'security',
  'delivery',
  'consistency',
];

/** `npm run new rule CATEGORY ID`: the skeleton of a rule. */
const [kind, category = '', id = ''] = process.argv.slice(2);
if (kind !== 'rule' || !CATEGORIES.includes(category) || !/^[a-z][a-z0-9-]*$/.test(id)) {
  console.error(`usage: npm run new rule CATEGORY ID\n  categories: ${CATEGORIES.join(', ')}`);
  process.exit(2);
}
const path = `server/core/rule/${category}/${id}.ts`;
const file = join(root, path);
if (existsSync(file)) {
  console.error(`${path} is there already`);
  process.exit(2);
}
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, skeleton());
console.log(`wrote ${path}; fill it in, then: npm run gen && npm run test:quick`);

function skeleton(): string {
  const name = id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return `import { defineRule } from '../rule.ts';

/** TODO what it finds. */
export const ${name} = defineRule({
  id: '${id}',
  category: '${category}',
  severity: 'warning',
  message: 'TODO what is wrong, with {placeholders}.',
  why: 'TODO why it matters.',
  advice: 'TODO what to do.',
  refs: ['RFC 5321 §TODO'],
  on: 'exchange',
  verbs: ['MAIL'],
  check(exchange, context) {
    context.report({ at: exchange.command.verbSpan });
  },
  examples: {
    bad: [
      \`
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
#~ ^^^^ ${id}
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
\`,
    ],
    good: [],
  },
});
`;
}
