import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { gapOf, isLive, lagOf, replicaLagOf } from './readiness.js';
import type { PartitionSample, Sample } from './sample.js';
import type { Watch } from './watch.js';

const asNumber = (is: boolean): number => (is ? 1 : 0);

/**
 * The signals as Prometheus reads them, beside those of the process. A value that is unknown has no line: an alert on it has to ask `absent` or
 * `timeline_up`, and no graph shows a 0 that nobody saw.
 */
export const openMetrics = (watch: Watch, reasons: () => readonly { code: string }[]): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    values: () => readonly (readonly [Record<Label, string>, number | undefined])[],
  ): void => {
    const one: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect: () => {
        one.reset();
        for (const [labels, value] of values()) if (value !== undefined) one.set(labels, value);
      },
    });
  };
  const ofPartitions = (name: string, help: string, value: (one: PartitionSample, sample: Sample) => number | undefined) =>
    gauge(name, help, ['partition'], () => {
      const { sample } = watch.latest();
      return (sample?.partitions ?? []).map((one) => [{ partition: String(one.partition) }, value(one, sample!)] as const);
    });

  ofPartitions('timeline_log_start_offset', 'First offset that the broker keeps', ({ start }) => start);
  ofPartitions('timeline_log_end_offset', 'Offset of the next record, by the broker', ({ end }) => end);
  ofPartitions('timeline_cursor_offset', 'Last offset that was judged; -1 before the first', ({ cursor }) => cursor);
  ofPartitions('timeline_lag_records', 'Records that the broker has and nobody has judged', lagOf);
  ofPartitions('timeline_gap_records', 'Offsets behind the cursor that are gone from the broker', gapOf);
  ofPartitions('timeline_replica_offset', 'Last offset that the replica shows', ({ partition }, { replica }) =>
    replica?.shown?.get(partition),
  );
  ofPartitions('timeline_replica_lag_records', 'Records that were judged and that the replica does not show', (one, sample) =>
    replicaLagOf(sample, one),
  );
  ofPartitions('timeline_live', '1 where the cursor moved, or stood at the end of the log, not long ago', (one) => {
    const live = isLive(one, watch.latest().still, Date.now());
    return live === undefined ? undefined : asNumber(live);
  });
  gauge('timeline_projection_parked', '1 for a read model that does not follow the log in a partition', ['projection', 'partition'], () =>
    (watch.latest().sample?.parked ?? []).map(({ name, partition }) => [{ projection: name, partition: String(partition) }, 1] as const),
  );
  gauge('timeline_projection_lag_records', 'Records that a parked read model has not taken', ['projection', 'partition'], () => {
    const { sample } = watch.latest();
    return (sample?.parked ?? []).map(({ name, partition, lastOffset }) => {
      const end = sample?.partitions.find((one) => one.partition === partition)?.end;
      return [{ projection: name, partition: String(partition) }, end === undefined ? undefined : end - 1 - lastOffset] as const;
    });
  });
  gauge('timeline_up', '1 where the server answered when it was last asked', ['server'], () => {
    const { sample } = watch.latest();
    if (sample === undefined) return [];
    return [
      [{ server: 'postgres' }, asNumber(sample.databaseFault === undefined)],
      [{ server: 'kafka' }, asNumber(sample.logFault === undefined)],
      [{ server: 'replica' }, sample.replica && asNumber(sample.replica.fault === undefined)],
    ] as const;
  });
  gauge('timeline_projector_beat_age_seconds', 'How long ago a projector last heard from the log', [], () => {
    const age = watch.latest().sample?.beatAgeMs;
    return [[{}, age === undefined ? undefined : age / 1_000]] as const;
  });
  gauge('timeline_ready', '1 where nothing keeps it from being ready', [], () => [[{}, asNumber(reasons().length === 0)]] as const);
  gauge('timeline_not_ready_reasons', 'What keeps it from being ready, by code', ['code'], () => {
    const counts = new Map<string, number>();
    for (const { code } of reasons()) counts.set(code, (counts.get(code) ?? 0) + 1);
    return [...counts].map(([code, count]) => [{ code }, count] as const);
  });
  return registry;
};
