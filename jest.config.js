import { availableParallelism } from 'node:os';

const project = (displayName, testMatch, extra = {}) => ({
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
  transform: { '^.+\\.ts$': '@swc/jest' },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironment: 'node',
  ...extra,
});

const everywhere = (suffix) => [`{apps,libs,test,infra}/**/*.${suffix}.ts`];

/** The suffix says the cost: spec is pure, int-spec needs a real Kafka or PostgreSQL, e2e-spec runs the whole flow. */
const stack = { globalSetup: '<rootDir>/test/support/stack.setup.ts', globalTeardown: '<rootDir>/test/support/stack.teardown.ts' };

/** What kills and starves processes takes its time, and runs by itself: npm run test:faults, npm run soak. */
const apart = { testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(faults|soak)/'] };

/** Tests that use a stack share it, and the 200 connections of its PostgreSQL: an api takes up to 20, a projector 10. */
const MOST_WORKERS = 4;

export default {
  maxWorkers: Math.min(availableParallelism(), MOST_WORKERS),
  projects: [
    project('unit', everywhere('spec')),
    project('int', everywhere('int-spec'), { ...stack, ...apart }),
    project('e2e', everywhere('e2e-spec'), stack),
    project('faults', ['test/faults/*.int-spec.ts'], stack),
    project('soak', ['test/soak/*.int-spec.ts'], stack),
  ],
  testTimeout: 30_000,
};
