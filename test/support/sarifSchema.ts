// The part of SARIF 2.1.0 (OASIS) that the linter writes, stricter than the standard: what is not
// named here is not written.

type Schema = Readonly<Record<string, unknown>>;

function object(properties: Schema, required: readonly string[] = []): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: Schema, more: Schema = {}): Schema {
  return { type: 'array', items, ...more };
}

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const place = { type: 'integer', minimum: 1 };
const uri = { type: 'string', pattern: '^[a-z]+:[!-~]+$' };
const level = { enum: ['none', 'note', 'warning', 'error'] };
const message = object({ text: { type: 'string', minLength: 1 } }, ['text']);
const multiformat = object({ text, markdown: text }, ['text']);
const region = object({ startLine: place, startColumn: place, endLine: place, endColumn: place }, [
  'startLine',
  'startColumn',
  'endLine',
  'endColumn',
]);
/** RFC 3986: only these octets, and whole escapes. */
const reference = { type: 'string', pattern: "^(?:[A-Za-z0-9._~/:@!$&'()*+,;=-]|%[0-9A-F]{2})+$" };
const artifactLocation = object({ uri: reference, uriBaseId: text, index: count }, ['uri']);
const physicalLocation = object({ artifactLocation, region }, ['artifactLocation']);
const location = object({ id: count, physicalLocation, message }, ['physicalLocation']);
const replacement = object({ deletedRegion: region, insertedContent: object({ text }, ['text']) }, [
  'deletedRegion',
]);
const change = object({ artifactLocation, replacements: list(replacement, { minItems: 1 }) }, [
  'artifactLocation',
  'replacements',
]);
const fix = object(
  { description: message, artifactChanges: list(change, { minItems: 1, uniqueItems: true }) },
  ['artifactChanges'],
);

const rule = object(
  {
    id: { type: 'string', pattern: '^[a-z0-9-]+$' },
    name: { type: 'string', pattern: '^[A-Za-z0-9]+$' },
    shortDescription: multiformat,
    fullDescription: multiformat,
    help: multiformat,
    helpUri: uri,
    defaultConfiguration: object({ level, enabled: { type: 'boolean' } }),
    properties: object(
      { tags: list(text, { uniqueItems: true }), category: text, refs: list(text) },
      ['tags'],
    ),
  },
  ['id'],
);

const result = object(
  {
    ruleId: text,
    ruleIndex: count,
    level,
    message,
    locations: list(location, { minItems: 1 }),
    relatedLocations: list(location, { uniqueItems: true }),
    partialFingerprints: { type: 'object', additionalProperties: text },
    fixes: list(fix, { uniqueItems: true }),
  },
  ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
);

const driver = object(
  {
    name: text,
    informationUri: uri,
    version: text,
    semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
    rules: list(rule, { uniqueItems: true }),
  },
  ['name', 'rules'],
);

const notification = object({ level, message, locations: list(location) }, ['message']);

const run = object(
  {
    tool: object({ driver }, ['driver']),
    invocations: list(
      object(
        {
          executionSuccessful: { type: 'boolean' },
          toolExecutionNotifications: list(notification),
        },
        ['executionSuccessful'],
      ),
    ),
    originalUriBaseIds: {
      type: 'object',
      additionalProperties: object({ description: message }),
    },
    columnKind: { const: 'utf16CodeUnits' },
    artifacts: list(object({ location: artifactLocation, roles: list(text) }), {
      uniqueItems: true,
    }),
    results: list(result),
    properties: object({ statistics: { type: 'object', additionalProperties: count } }),
  },
  ['tool', 'results'],
);

/** What `lint --format sarif` may write, as a JSON schema. */
export const SARIF_SCHEMA = object(
  { $schema: uri, version: { const: '2.1.0' }, runs: list(run, { minItems: 1, maxItems: 1 }) },
  ['version', 'runs'],
);
