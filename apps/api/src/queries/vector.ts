import { type CommitPosition, formatPosition, parsePositions } from '../../../../libs/event-log/src/index.js';
import { Problem } from '../http/problems.js';
import { checkPosition } from './coordinates.js';

/** The last commits that count for an answer that rests on a situation and on the record of sources. */
export type Vector = { readonly position: CommitPosition; readonly sourcesPosition: CommitPosition };

/** Where both are in one partition one position is that of both. */
const reachOf = (own: CommitPosition, sources: CommitPosition): Vector => {
  if (own.partition !== sources.partition) return { position: own, sourcesPosition: sources };
  const both = own.offset < sources.offset ? own : sources;
  return { position: both, sourcesPosition: both };
};

/**
 * The positions that `text` names; as far as the models have read where it names none, or none of the partition of the sources, as the
 * answer on a situation alone does. Throws {@link Problem}.
 */
export const vectorOf = (text: string | undefined, own: CommitPosition, sources: CommitPosition): Vector => {
  const reached = reachOf(own, sources);
  if (text === undefined) return reached;
  const named = parsePositions(text);
  if (named === undefined) throw Problem.at('position', 'position-malformed', 'is not <partition>-<offset>, or several parted by commas');
  const of = ({ partition }: CommitPosition) => named.find((position) => position.partition === partition);
  const foreign = named.find(({ partition }) => partition !== own.partition && partition !== sources.partition);
  const position = of(own);
  if (foreign !== undefined || position === undefined) {
    const wanted = `this situation is recorded in partition ${own.partition}, the sources in partition ${sources.partition}`;
    throw Problem.at('position', 'position-of-another-partition', `${formatPosition(foreign ?? named[0]!)} is not enough: ${wanted}`);
  }
  checkPosition(position, reached.position);
  const sourcesPosition = of(sources) ?? reached.sourcesPosition;
  checkPosition(sourcesPosition, reached.sourcesPosition);
  return { position, sourcesPosition };
};
