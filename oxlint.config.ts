import { defineConfig, type DummyRuleMap } from 'oxlint';

/**
 * The floors of the harness, from the ground up: what a folder imports is on its own floor or below it. `errors.ts`,
 * `explain.ts` and `units.ts`, beside the folders, are for all.
 */
const FLOORS = [
  ['model'],
  ['stores', 'history', 'stats', 'service', 'secrets', 'printed', 'telemetry'],
  ['checker', 'process', 'provision'],
  ['plan'],
  ['platform', 'claims', 'suite'],
  ['nemesis', 'generator', 'analysis'],
  ['report'],
  ['gate', 'compare', 'matrix', 'trend'],
  ['run'],
  ['repro', 'live'],
  ['cli'],
] as const;

const TESTS = ['**/*.test.ts', '**/testing.ts', '**/testing/**'];

const noneOf = (folders: readonly string[], message: string): DummyRuleMap => ({
  'no-restricted-imports': [
    'error',
    { patterns: [{ regex: `^(\\.\\./)+(${folders.join('|')})/`, message }] },
  ],
});

/** What the harness starts, serves or is tested by, and never takes code from. */
const OUTSIDE = ['app', 'bench', 'exporter', 'infra', 'scenarios', 'test', 'tools'];
/** Subjects that public reports are tried on: the app loads them as it does a user's. */
const SUBJECTS = 'harness/repro/subjects/**';

const floors = FLOORS.map((folders, floor) => ({
  files: folders.map((folder) => `harness/${folder}/**/*.ts`),
  excludeFiles: [...TESTS, SUBJECTS],
  rules: noneOf(
    // The ground imports protocol/ alone.
    [...FLOORS.slice(floor + 1).flat(), ...OUTSIDE, ...(floor === 0 ? ['servers'] : [])],
    'It is on a floor above: docs/ARCHITECTURE.md has the layers.',
  ),
}));

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'import', 'node', 'promise'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  rules: {
    'no-await-in-loop': 'off',
    'promise/always-return': 'off',
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'typescript/no-floating-promises': [
      'error',
      {
        allowForKnownSafeCalls: [
          { from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' },
        ],
      },
    ],
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/consistent-type-imports': 'error',
    // A type ties two files as a value does.
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-unassigned-import': 'off',
    'import/no-named-as-default-member': 'off',
  },
  ignorePatterns: ['reports', 'node_modules'],
  overrides: [
    ...floors,
    {
      files: ['app/**/*.ts', 'scenarios/**/*.ts', 'exporter/**/*.ts', 'protocol/**/*.ts'],
      excludeFiles: TESTS,
      rules: noneOf(['harness'], 'What runs in the subject and in k6 knows nothing of the harness.'),
    },
    {
      // Plain JavaScript of all frameworks is read as one program, in which @fastify/session and @fastify/secure-session
      // each give a request its session: which of the two types holds, and so whether it gives promises, is chance.
      files: ['examples/**/*.mjs', 'test/apps/**/*.mjs'],
      rules: { 'typescript/await-thenable': 'off', 'typescript/no-floating-promises': 'off' },
    },
    {
      files: ['servers/**/*.ts'],
      excludeFiles: TESTS,
      rules: noneOf(['app', 'exporter', 'harness', 'scenarios'], 'It is below: it imports protocol/ alone.'),
    },
  ],
});
