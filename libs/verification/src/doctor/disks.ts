import { readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { TopicInspection } from '../../../event-log/src/index.js';
import { fault, type Finding, warning } from './finding.js';

/** The disk that a server keeps its data on. */
export type Disk = {
  readonly server: string;
  readonly folder: string | undefined;
  /** Bytes; undefined where it cannot be known from here. */
  readonly free: number | undefined;
  readonly size: number | undefined;
  /** Why it is not known. */
  readonly unknown: string | undefined;
};

const GIB = 1024 ** 3;
type Limit = { readonly least: number; readonly share: number; readonly enough: number };
/** Below `least` bytes, or below the share of the disk where that is not enough either: what writes for days would fill it. */
const LOW: Limit = { least: 2 * GIB, share: 0.1, enough: 20 * GIB };
/** It may be full within minutes. */
const FULL: Limit = { least: GIB / 4, share: 0.02, enough: 2 * GIB };

const unknownDisk = (server: string, folder: string | undefined, unknown: string): Disk => ({
  server,
  folder,
  free: undefined,
  size: undefined,
  unknown,
});

/** A folder by that name may be another machine's: it is believed only where it holds what that server keeps there. */
const diskOf = async (server: string, folder: string, proof: { file: string; holds: RegExp }): Promise<Disk> => {
  try {
    if (!proof.holds.test(await readFile(join(folder, proof.file), 'utf8')))
      return unknownDisk(server, folder, 'the folder of this machine is another’s');
    const { bavail, blocks, bsize } = await statfs(folder);
    return { server, folder, free: bavail * bsize, size: blocks * bsize, unknown: undefined };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return unknownDisk(server, folder, code === 'ENOENT' ? 'its folder is not on this machine' : `its folder cannot be looked at: ${code}`);
  }
};

export const diskOfPostgres = async (folder: string | undefined, port: string): Promise<Disk> =>
  folder === undefined
    ? unknownDisk('PostgreSQL', undefined, 'this user is not told its folder')
    : // Its fourth line is the port.
      diskOf('PostgreSQL', folder, { file: 'postmaster.pid', holds: new RegExp(`^(.*\\n){3}${port}\\n`) });

export const disksOfKafka = async ({ brokers, clusterId }: Pick<TopicInspection, 'brokers' | 'clusterId'>): Promise<Disk[]> => {
  const holds = new RegExp(`^cluster\\.id=${clusterId.replaceAll(/[^\w-]/g, '\\$&')}$`, 'm');
  const disks = brokers.map(async ({ id, folders }) =>
    folders.length === 0
      ? [unknownDisk(`Kafka ${id}`, undefined, 'the broker does not tell its folders')]
      : Promise.all(folders.map((folder) => diskOf(`Kafka ${id}`, folder, { file: 'meta.properties', holds }))),
  );
  return (await Promise.all(disks)).flat();
};

const isBelow = (free: number, size: number, { least, share, enough }: Limit): boolean =>
  free < least || free < Math.min(size * share, enough);

export const diskFindings = (disks: readonly Disk[]): Finding[] =>
  disks.flatMap(({ server, folder, free, size }) => {
    if (free === undefined || size === undefined || !isBelow(free, size, LOW)) return [];
    const detail = `${server} has ${(free / GIB).toFixed(2)} GiB left of ${(size / GIB).toFixed(2)} GiB at ${folder}`;
    const mend = 'make room, or give it a larger disk: nothing of the log may be deleted';
    return [isBelow(free, size, FULL) ? fault('disk-full', detail, mend) : warning('disk-low', detail, mend)];
  });
