import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ArbiterSettings } from '../../../libs/arbiter/src/index.js';

/** What this projector itself has judged. Answers what to tell it of each batch. */
export const countJudged = (registry: Registry): NonNullable<ArbiterSettings['judged']> => {
  const registers = [registry];
  const records = new Counter({
    name: 'timeline_judged_records_total',
    help: 'Records judged by this projector',
    labelNames: ['verdict'],
    registers,
  });
  for (const verdict of ['accepted', 'conflict', 'duplicate', 'malformed', 'marker']) records.inc({ verdict }, 0);
  const sizes = new Histogram({
    name: 'timeline_batch_records',
    help: 'Records of one transaction',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  });
  const seconds = new Histogram({
    name: 'timeline_batch_seconds',
    help: 'Time from taking a batch to its commit',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers,
  });
  const batches = new Counter({
    name: 'timeline_batches_total',
    help: 'Transactions of this projector, by whether it held what they rest on or asked for it',
    labelNames: ['from'],
    registers,
  });
  for (const from of ['held', 'asked']) batches.inc({ from }, 0);
  return ({ verdicts, seconds: took, from }) => {
    batches.inc({ from });
    for (const verdict of verdicts) records.inc({ verdict });
    sizes.observe(verdicts.length);
    seconds.observe(took);
  };
};

/** Which of the partitions this projector follows; the others are followed by others. */
export const showActive = (registry: Registry, partitions: number, active: () => readonly number[]): void => {
  const gauge: Gauge<'partition'> = new Gauge({
    name: 'timeline_partition_active',
    help: '1 for a partition that this projector follows, 0 for one that it leaves to others',
    labelNames: ['partition'],
    registers: [registry],
    collect: () => {
      const followed = active();
      for (let partition = 0; partition < partitions; partition++)
        gauge.set({ partition: String(partition) }, followed.includes(partition) ? 1 : 0);
    },
  });
};
