/** The import rules of the architecture; what is not allowed here is forbidden. */
const libs = {
  decider: [],
  situations: ['decider'],
  severity: ['situations'],
  'event-log': ['decider', 'platform'],
  arbiter: ['event-log', 'read-models'],
  'read-models': ['situations', 'severity', 'event-log'],
  sources: ['situations'],
  signals: ['event-log', 'read-models', 'platform'],
  verification: ['event-log', 'arbiter', 'read-models', 'situations', 'signals'],
  platform: [],
};

const pure = '^libs/(decider|situations|severity)/|\\.projection\\.ts$|rule-1\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'nothing-imports-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'no-app-imports-another',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'lib-by-its-index-only',
      comment: 'From outside, a lib is its index.ts.',
      severity: 'error',
      from: { path: '^(libs/[^/]+|apps)/', pathNot: '(spec|contract)\\.ts$' },
      to: { path: '^libs/[^/]+/src/', pathNot: ['^$1/', '/src/index\\.ts$', '^libs/decider/src/specify\\.ts$'] },
    },
    {
      name: 'not-ones-own-index',
      severity: 'error',
      from: { path: '^(libs/[^/]+)/src/', pathNot: '(spec|contract)\\.ts$' },
      to: { path: '^$1/src/index\\.ts$' },
    },
    ...Object.entries(libs).map(([lib, allowed]) => ({
      name: `${lib}-imports`,
      severity: 'error',
      from: { path: `^libs/${lib}/`, pathNot: '(spec|contract)\\.ts$' },
      to: { path: '^libs/', pathNot: [`^libs/${lib}/`, ...allowed.map((name) => `^libs/${name}/`)] },
    })),
    {
      name: 'pure-code-stays-pure',
      comment: 'No framework, driver, clock or randomness where the rules live.',
      severity: 'error',
      from: { path: pure, pathNot: 'spec(ify)?\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
