/** Who may import whom; docs/architecture.md states the same table. Strictly downwards. */
const TEST = '\\.test\\.ts$';
const inside = (...folders) => folders.map(folder => `^server/${folder}/`);

/** A folder and all that it may import below `server/`. */
const layers = [
  ['core/octets', []],
  ['core/smtp', ['core/octets']],
  ['core/dialect', ['core/octets', 'core/smtp']],
  ['core/capture', ['core/octets', 'core/smtp']],
  ['core/transcript', ['core/octets', 'core/smtp', 'core/dialect']],
  ['core/rule', ['core/octets', 'core/smtp', 'core/dialect', 'core/transcript']],
  ['core/feature', ['core/octets', 'core/smtp', 'core/dialect', 'core/transcript', 'core/rule']],
  [
    'core/config',
    ['core/octets', 'core/smtp', 'core/dialect', 'core/transcript', 'core/rule', 'core/feature'],
  ],
  ['config', ['core', 'protocol']],
  ['protocol', []],
  ['replay', ['core/octets', 'core/smtp', 'core/dialect', 'core/transcript', 'protocol']],
  ['receiver', ['host', 'protocol']],
  ['diff', ['core', 'protocol', 'replay']],
  ['report', ['core', 'protocol', 'replay', 'diff']],
  ['host', ['core', 'protocol']],
  ['convert', ['core', 'replay']],
  ['lsp', ['core', 'protocol', 'replay', 'diff', 'report', 'host', 'convert', 'config']],
  ['engine', ['core', 'protocol', 'replay', 'receiver', 'host']],
  [
    'cli',
    ['core', 'protocol', 'replay', 'receiver', 'diff', 'report', 'host', 'convert', 'config'],
  ],
];

const layerRules = layers.map(([folder, below]) => ({
  name: `server-${folder.replace('/', '-')}`,
  severity: 'error',
  from: { path: `^server/${folder}/`, pathNot: TEST },
  to: { path: '^(server|client|test|tools)/', pathNot: inside(folder, ...below) },
}));

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^server/core/', pathNot: TEST },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'] },
    },
    {
      name: 'protocol-is-types',
      severity: 'error',
      from: { path: '^server/protocol/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'vscode-only-in-client',
      severity: 'error',
      from: { path: '^(server|tools)/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'client-takes-types-only',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/', pathNot: '^server/protocol/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: TEST },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache|node_modules)/' },
  },
};
