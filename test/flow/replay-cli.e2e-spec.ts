import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ForkAnswer } from '../../apps/api/src/fork/forks.js';
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

describe('timeline fork', () => {
  const asked = ['fork', MALI, '--from', '2025-10-20', '--to', '2025-11-12'];

  it('shows history and the fork day by day, as an exercise', async () => {
    const text = await timeline(...asked, '--leave-out', 'kind=schools,status=closed');
    expect(text).toMatch(/^EXERCISE: a fork of mali-2025, 2025-10-20 to 2025-11-12$/m);
    expect(text).toMatch(/^2025-10-27 {2}████░░░ {2}52\.8 medium {2}███░░░░ {2}42\.8 medium {2}−10\.0 {2}=$/m);
    expect(text).toMatch(/schools of country +closed → not recorded +2025-10-27 to 2025-11-09/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('takes edits from a file beside those of the command line, and is the answer of the api with --json', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fork-'));
    try {
      const file = join(folder, 'edits.json');
      writeFileSync(
        file,
        JSON.stringify({ leaveOut: [{ kind: 'convoy-attacked', occurredFrom: '2025-10-28', occurredTo: '2025-10-28' }] }),
      );
      const move = ['--move', 'kind=guidance,authority=US-STATE,facet=overland,by=-7d'];
      const answer = JSON.parse(
        await timeline(...asked, file, ...move, '--leave-out', 'kind=schools,status=closed', '--json'),
      ) as ForkAnswer;
      expect(answer).toMatchObject({ exercise: true, situation: MALI, clock: 'published' });
      expect(answer.edits.map(({ edit, kind }) => [edit, kind])).toEqual([
        ['leaveOut.0', 'convoy-attacked'],
        ['leaveOut.1', 'schools'],
        ['move.0', 'guidance'],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
