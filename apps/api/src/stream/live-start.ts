import { formatPosition, partitionOf } from '../../../../libs/event-log/src/index.js';
import { Problem } from '../http/problems.js';
import { parseVector, type Vector } from './live-vector.js';

/** Where the positions to go on from were given. */
export type Given = { readonly field: 'Last-Event-ID' | 'after'; readonly text: string };

/** The partitions in which the situations are recorded; undefined is all. */
export const partitionsAsked = (situations: readonly string[] | undefined, partitions: number): readonly number[] | undefined =>
  situations === undefined ? undefined : [...new Set(situations.map((situation) => partitionOf(situation, partitions)))];

/**
 * Where a stream begins that is to go on from what is given: at the head in those partitions that are neither named nor asked about. `beyond` is
 * what lies beyond the head, by partition. Throws {@link Problem} where it is malformed, of another log, or leaves out what is asked about.
 */
export const startOf = (
  { field, text }: Given,
  heads: Vector,
  asked: readonly number[] | undefined,
): { begin: Vector; beyond: ReadonlyMap<number, number> } => {
  const named = parseVector(text);
  const malformed = field === 'after' ? 'position-malformed' : 'last-event-id-malformed';
  if (named === undefined)
    throw Problem.at(field, malformed, 'is not <partition>-<offset> or <partition>-<offset>.<index>, parted by commas');
  const foreign = [...named.keys()].find((partition) => partition >= heads.length);
  if (foreign !== undefined) {
    throw Problem.at(field, 'position-of-another-log', `names partition ${foreign}; this log has ${heads.length}, from 0 on`);
  }
  const missing = (asked ?? [...heads.keys()]).filter((partition) => !named.has(partition));
  if (missing.length > 0) {
    const which = missing.length === 1 ? `partition ${missing[0]}` : `partitions ${missing.join(', ')}`;
    throw Problem.at(field, 'partition-missing', `does not say how far ${which} was told`);
  }
  const beyond = new Map([...named].flatMap(([partition, { offset }]) => (offset > heads[partition]!.offset ? [[partition, offset]] : [])));
  return { begin: heads.map((head, partition) => named.get(partition) ?? head), beyond };
};

/** What is beyond the head of the record is either not judged yet, or is nowhere. Throws {@link Problem} either way. */
export const refuseBeyond = (
  { field }: Given,
  beyond: ReadonlyMap<number, number>,
  ends: readonly { readonly partition: number; readonly end: number }[],
): void => {
  for (const [partition, offset] of beyond) {
    const position = formatPosition({ partition, offset });
    const end = ends.find((one) => one.partition === partition)?.end ?? 0;
    if (offset >= end) throw Problem.at(field, 'position-beyond-model', `${position} is beyond the end of the log`);
    throw new Problem('not-ready', `${position} stands in the log and is not judged yet; try again`);
  }
};
