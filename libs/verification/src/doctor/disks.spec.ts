import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Disk, diskFindings, diskOfPostgres, disksOfKafka } from './disks.js';

const GIB = 1024 ** 3;
const disk = (free: number, size: number): Disk => ({ server: 'Kafka 1', folder: '/data', free, size, unknown: undefined });
const codes = (free: number, size: number) => diskFindings([disk(free, size)]).map(({ severity, code }) => `${severity} ${code}`);

describe('a disk', () => {
  it.each([
    [50 * GIB, 100 * GIB, []],
    [50 * GIB, 1000 * GIB, []],
    [1.5 * GIB, 4 * GIB, ['warning disk-low']],
    [19 * GIB, 1000 * GIB, ['warning disk-low']],
    [9 * GIB, 100 * GIB, ['warning disk-low']],
    [1.9 * GIB, 4 * GIB, ['warning disk-low']],
    [1.9 * GIB, 100 * GIB, ['fault disk-full']],
    [0.2 * GIB, 1 * GIB, ['fault disk-full']],
  ])('with %i bytes left of %i', (free, size, told) => expect(codes(free, size)).toEqual(told));

  it('of which nothing is known is not said to be well, nor full', () =>
    expect(diskFindings([{ ...disk(0, 0), free: undefined, size: undefined, unknown: 'elsewhere' }])).toEqual([]));
});

describe('the folder of a server', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disks-'));
    await writeFile(join(folder, 'postmaster.pid'), `77\n${folder}\n1700000000\n5433\n\n127.0.0.1\n`);
    await writeFile(join(folder, 'meta.properties'), '#\ncluster.id=MkU3OEVBNTcwNTJENDM2Qk\nversion=1\n');
  });
  afterAll(() => rm(folder, { recursive: true }));
  const kafka = (clusterId: string, folders: string[]) => disksOfKafka({ clusterId, brokers: [{ id: 3, host: 'h', folders }] });

  it('is measured where it is on this machine', async () => {
    const [known] = await kafka('MkU3OEVBNTcwNTJENDM2Qk', [folder]);
    expect(known).toMatchObject({ server: 'Kafka 3', folder, unknown: undefined });
    expect(known!.free).toBeGreaterThan(0);
    expect((await diskOfPostgres(folder, '5433')).size).toBeGreaterThan(0);
  });
  it('is unknown where a folder by that name is of another server', async () => {
    const another = { free: undefined, unknown: 'the folder of this machine is another’s' };
    expect(await kafka('AAAAAEVBNTcwNTJENDM2Qk', [folder])).toMatchObject([another]);
    expect(await diskOfPostgres(folder, '543')).toMatchObject(another);
  });
  it('is unknown where it is elsewhere, or is not told', async () => {
    expect(await kafka('x', ['/nowhere/at/all'])).toMatchObject([{ free: undefined, unknown: 'its folder is not on this machine' }]);
    expect(await kafka('x', [])).toMatchObject([{ free: undefined, unknown: 'the broker does not tell its folders' }]);
    expect(await diskOfPostgres(undefined, '5432')).toMatchObject({ free: undefined, unknown: 'this user is not told its folder' });
  });
});
