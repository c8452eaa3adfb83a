import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const nodeTest = ['test', 'suite', 'describe', 'it', 'before', 'after', 'beforeEach', 'afterEach'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.cache/', '.vscode-test/', '**/*.mjs', 'examples/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          './server/tsconfig.node.json',
          './server/tsconfig.lsp.json',
          './client/tsconfig.json',
          './test/tsconfig.json',
          './tools/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: nodeTest }],
        },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // SMTP text has control characters, and looking for them is no slip.
      'no-control-regex': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union of literals says the same.' },
        { selector: 'TSNonNullExpression', message: 'Say what happens where it is missing.' },
      ],
    },
  },
  {
    files: ['server/core/**/*.ts', 'server/protocol/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'Buffer',
        'process',
        'setTimeout',
        'TextDecoder',
        'TextEncoder',
        'document',
        'window',
        'fetch',
      ],
      'no-restricted-imports': ['error', { patterns: ['node:*', 'vscode', 'vscode-*'] }],
    },
  },
);
