import { runHere } from './command.mjs';
import { inCheckout } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { clearRuns } from './runs.mjs';
import { script } from './script.mjs';

/** Faults and soak have scripts of their own. */
const usual = ['--selectProjects', 'unit', 'int', 'e2e'];

// npm test: unit, integration and end-to-end tests, on a bare checkout; arguments go to Jest. The tests that need a stack get one from
// test/support/stack.setup.ts.
await script(async (interruption) => {
  await prepare({ kafka: false });
  try {
    const jest = inCheckout('node_modules/jest/bin/jest.js');
    const asked = process.argv.slice(2);
    const args = asked.includes('--selectProjects') ? asked : [...asked, ...usual];
    return await runHere(process.execPath, ['--experimental-vm-modules', jest, ...args], { signal: interruption });
  } finally {
    await clearRuns(); // Jest that is interrupted does not tear down
  }
});
