import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { inCheckout } from '../../infra/local-stack/paths.mjs';
import { chronicleLines, MALI } from '../support/chronicle.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();

beforeAll(async () => {
  await product.system.http.importLines(MALI, chronicleLines());
}, 60_000);

const timeline = async (...args: string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    inCheckout('dist/apps/cli/src/main.js'),
    ...args,
    '--url',
    product.system.http.url(''),
  ]);
  return stdout;
};
const CRISIS = ['replay', MALI, '--from', '2025-10-20', '--to', '2025-11-12'];

describe('timeline replay', () => {
  it('shows the course in plain lines where there is no terminal', async () => {
    const text = await timeline(...CRISIS);
    if (process.env['SHOW_REPLAY'] !== undefined) writeFileSync(process.env['SHOW_REPLAY'], text);
    expect(text).toMatch(/^Replay of mali-2025, an exercise: 2025-10-20 00:00 UTC to 2025-11-13 00:00 UTC$/m);
    expect(text).toContain('→ US-STATE for ML, departure: authorized → ordered');
    expect(text).toMatch(/^ {2}Severity +\d+\.\d [█░]+ (very-)?high/m);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).not.toContain('\u001B');
  });

  it('is one JSON line an event with --json', async () => {
    const lines = (await timeline(...CRISIS, '--json'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(lines.map(({ event }) => event)).toEqual(['opening', ...lines.slice(1, -1).map(() => 'frame'), 'end']);
  });
});
