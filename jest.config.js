const project = (displayName, suffix, extra = {}) => ({
  displayName,
  testMatch: [`<rootDir>/{apps,libs,test,infra}/**/*.${suffix}.ts`],
  transform: { '^.+\\.ts$': '@swc/jest' },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironment: 'node',
  ...extra,
});

/** The suffix says the cost: spec is pure, int-spec needs a real Kafka or PostgreSQL, e2e-spec runs the whole flow. */
const stack = { globalSetup: '<rootDir>/test/support/stack.setup.ts', globalTeardown: '<rootDir>/test/support/stack.teardown.ts' };

export default {
  projects: [project('unit', 'spec'), project('int', 'int-spec', stack), project('e2e', 'e2e-spec', stack)],
  testTimeout: 30_000,
};
