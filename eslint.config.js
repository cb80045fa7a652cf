import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The house's habits, checked by a machine. Two parts: the walls between wings (who may import what, and what to do instead) and the
 * rules for the code itself. `test/tidy` checks the walls a second time on the real import graph.
 */

// ---------------------------------------------------------------------------------------------------------------------- the walls
// `no-restricted-imports` of a later block REPLACES that of an earlier one, so every block's list is computed here, whole.

const WINGS = ['core', 'telephony', 'engine', 'modules', 'platform', 'wiring'];

/** For each wing: the wings it may import besides itself, and what to do instead of anything else. */
const MAY_IMPORT = {
  core: { wings: [], instead: 'src/core imports only itself: declare a port in src/core/ports and let the shell implement it.' },
  telephony: {
    wings: ['core'],
    // Codecs and WAV files are arithmetic that the sound library and the PBX both need; it knows nothing of the platform around it.
    pure: ['platform/audio'],
    instead: 'src/telephony implements core ports and knows nothing else: pass what it needs to its constructor.',
  },
  engine: {
    wings: ['core'],
    instead: 'src/engine reaches the outside through the ports of src/core only: add a port, wire it in src/wiring.',
  },
  platform: {
    wings: ['core'],
    instead: 'src/platform serves the other wings and must not know them: invert it with a port or a provider token.',
  },
  modules: {
    wings: ['core', 'platform', 'engine'],
    instead: 'src/modules may use core, platform and engine. Telephony is reached through a core port, wired in src/wiring.',
  },
};

/** A library that has one home, so that it can be replaced, wrapped or audited in one place. */
const HOMES = {
  'ari-client': 'ari-client stays in src/telephony/ari: use the Telephony port of src/core/ports.',
  typeorm: 'typeorm stays in *.entity.ts, *.service.ts, *.repository.ts, *.module.ts and src/platform/database: ask the service.',
  winston: 'winston stays in src/platform/logging: inject the Log instead.',
  'node-cron': 'node-cron stays in src/platform/jobs: register a job there.',
};

const NO_BARREL = { regex: '(^\\.{1,2}/?$)|(/index\\.js$)', message: 'No barrels: import the file that declares the thing.' };
const NO_TEST_CODE = {
  // One step up and into scripts is the module of that name; the folder beside src is at least two away, and test/tidy looks again.
  regex: '^(\\.\\./)+test/|^(\\.\\./){2,}scripts/',
  message: 'src is shipped without test/ and scripts/: move the shared part into src.',
};
const NO_FOREIGN_INSIDES = {
  regex: '^(\\.\\./)+(?!\\.|dto/|core/|platform/|engine/)[^/]+/(.*/)?(dto/.+|[^/]+\\.(entity|repository|controller|dto))\\.js$',
  message:
    "A module reaches another through its *.service.ts or *.module.ts, never its entity, repository or dto: add a method to that module's service.",
};
const PORTS_ONLY = {
  regex: '^(\\.\\./)+core/(?!ports/|kernel/)',
  message: 'Telephony sees src/core/ports and src/core/kernel only: a decision belongs in core, not beside the PBX.',
};
const CORE_ONLY_ITSELF = { regex: '^(?!\\.{1,2}/)', message: MAY_IMPORT.core.instead };
const CORE_SPEC_LIBRARIES = {
  regex: '^(?!\\.{1,2}/|@jest/globals$|fast-check$)',
  message: 'Core is tested with @jest/globals and fast-check only.',
};

function homeOf(library) {
  const names = library === 'typeorm' ? '(@nestjs/)?typeorm' : library;
  return { regex: `^${names}(/|$)`, message: HOMES[library] };
}

function otherWings(wing) {
  const forbidden = WINGS.filter((other) => other !== wing && !MAY_IMPORT[wing].wings.includes(other));
  const pure = (MAY_IMPORT[wing].pure ?? []).map((folder) => `(?!${folder}/)`).join('');
  return { regex: `^(\\.\\./)+${pure}(${forbidden.join('|')})/|^(\\.\\./)+(main|app\\.module)\\.js$`, message: MAY_IMPORT[wing].instead };
}

/** One block with the complete list for `files`; `houses` are the libraries that live there. */
function wall(files, { wing, houses = [], and = [] }) {
  const homes = Object.keys(HOMES).filter((library) => !houses.includes(library));
  const patterns = [NO_BARREL, NO_TEST_CODE, otherWings(wing), ...homes.map(homeOf), ...and];
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

const walls = [
  // The composition root (src/main.ts, src/app.module.ts, src/wiring) and the tests may import everything, barrels apart.
  { files: ['**/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [NO_BARREL] }] } },
  wall(['src/core/**/*.ts'], { wing: 'core', and: [CORE_ONLY_ITSELF] }),
  wall(['src/telephony/**/*.ts'], { wing: 'telephony', and: [PORTS_ONLY] }),
  wall(['src/telephony/ari/**/*.ts'], { wing: 'telephony', houses: ['ari-client'], and: [PORTS_ONLY] }),
  wall(['src/engine/**/*.ts'], { wing: 'engine' }),
  wall(['src/platform/**/*.ts'], { wing: 'platform' }),
  wall(['src/platform/database/**/*.ts'], { wing: 'platform', houses: ['typeorm'] }),
  wall(['src/platform/logging/**/*.ts'], { wing: 'platform', houses: ['winston'] }),
  wall(['src/platform/jobs/**/*.ts'], { wing: 'platform', houses: ['node-cron'] }),
  wall(['src/modules/**/*.ts'], { wing: 'modules', and: [NO_FOREIGN_INSIDES] }),
  wall(['src/modules/**/*.{entity,service,repository,module}.ts'], { wing: 'modules', houses: ['typeorm'], and: [NO_FOREIGN_INSIDES] }),
  // A spec beside its file may use the test kit; a spec of core stays as pure as core.
  { files: ['src/**/*.spec.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [NO_BARREL] }] } },
  {
    files: ['src/core/**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [NO_BARREL, CORE_SPEC_LIBRARIES, otherWings('core')] }] },
  },
];

// ---------------------------------------------------------------------------------------------------- what core cannot see of the world

const CLOCK = 'Core has no time of its own: take it from the Clock port, or as an argument.';
const TIMER = 'Timers are data in core: emit an ArmTimer order, or use the scope’s deadline.';
const WORLD = 'Core does not see the process it runs in: pass the value in, or add a port.';

const purity = {
  files: ['src/core/**/*.ts'],
  ignores: ['**/*.spec.ts'],
  rules: {
    'no-restricted-globals': [
      'error',
      ...['Date', 'performance', 'Temporal'].map((name) => ({ name, message: CLOCK })),
      ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'].map((name) => ({
        name,
        message: TIMER,
      })),
      ...['process', 'console', 'Buffer', 'fetch', 'crypto', 'globalThis', 'global', 'require'].map((name) => ({ name, message: WORLD })),
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random', message: 'Chance comes in through a port: core must replay exactly.' },
    ],
  },
};

// ------------------------------------------------------------------------------------------------------------------- names and syntax

const DECLARED = ':matches(ClassDeclaration, FunctionDeclaration, TSInterfaceDeclaration, TSTypeAliasDeclaration, VariableDeclarator)';
const FUNCTION_NAME = ':matches(FunctionDeclaration > Identifier.id, MethodDefinition > Identifier.key)';
const syntax = [
  {
    selector: 'TSEnumDeclaration',
    message: "No enums: a union of string literals reads the same in code, JSON and the database ('a' | 'b').",
  },
  {
    selector: `${DECLARED} > Identifier.id[name=/(Manager|Helper|Util)s?(?![a-z])/]`,
    message: 'Manager, Helper and Util say nothing: name what it does or knows, in the words of the field.',
  },
  { selector: `${FUNCTION_NAME}[name=/^handle(?!Time)[A-Z]/]`, message: 'handleX says nothing: name the effect (withdrawOffer, endCall).' },
  {
    selector: ':matches(ClassDeclaration, TSInterfaceDeclaration, TSTypeAliasDeclaration) > Identifier.id[name=/[a-z]Data$/]',
    message: 'Everything is data: name what it describes.',
  },
];
const NO_DEFAULT = { selector: 'ExportDefaultDeclaration', message: 'No default exports: one name for one thing, everywhere.' };

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/', '.cache/', 'bench-results/', 'sounds/', 'asterisk-conf/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...syntax, NO_DEFAULT],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      // An empty environment variable or field means "not given": `||` is then the right operator.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true, boolean: true } }],
      // Entities and DTOs are classes for their decorators only: rows and bodies are plain objects of that shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // Nest's modules are classes that exist for their decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Off on purpose. `import type` of a DTO silently disables its validation, so no rule may ask for it.
      '@typescript-eslint/consistent-type-imports': 'off',
      // An implementation of an asynchronous port may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Both have their use: a `type` is assignable to an index signature, an `interface` is not.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // A branded id is made by a function whose type parameter only names the brand.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/main.ts', 'src/telephony/pbx/pbx-command.ts'], rules: { 'no-console': 'error' } },
  purity,
  walls,
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Asymmetric matchers (`expect.any(…)`) and parsed answers are untyped by nature.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // A declaration file describes somebody else's library as it is.
  { files: ['**/*.d.ts'], rules: { 'no-restricted-syntax': ['error', ...syntax] } },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': ['error', ...syntax] },
  },
);
