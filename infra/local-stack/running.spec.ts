import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { self } from './process-identity.mjs';
import { runningStack } from './running.mjs';
import { stateFile } from './state-file.mjs';

const directory = mkdtempSync(join(tmpdir(), 'running-stack-'));
afterAll(() => rmSync(directory, { recursive: true }));

const entry = { ...self(), port: 19092, startedAt: '', owner: self() };

describe('the stack that runs', () => {
  it('is none where none was started', () =>
    expect(runningStack(join(directory, 'missing'))).toEqual({ databaseUrl: undefined, brokers: undefined }));
  it('is what its state names, as long as those processes run', () => {
    stateFile(directory).record('kafka', entry);
    stateFile(directory).record('postgres', { ...entry, mark: 'no process is called so' });
    expect(runningStack(directory)).toEqual({ databaseUrl: undefined, brokers: '127.0.0.1:19092' });
  });
});
