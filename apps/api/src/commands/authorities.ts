import { createRequire } from 'node:module';
import type { Level } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';
import type { LevelBody } from './notice.dto.js';

type Rank = 1 | 2 | 3 | 4 | null;
/** By scheme and native value. The list is open: a scheme that is not in it states its ranks itself. */
type Schemes = Readonly<Record<string, Readonly<Record<string, Rank>>>>;

const { schemes } = createRequire(import.meta.url)('../../../../data/authorities.json') as { schemes: Schemes };

const rankOf = ({ scheme, native }: LevelBody): Rank | undefined => {
  const ranks = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  return ranks !== undefined && Object.hasOwn(ranks, native) ? ranks[native] : undefined;
};

/** The level with the rank of its scheme. Throws {@link Problem} where the rank stated is another, or is not known at all. */
export const rankedLevel = (level: LevelBody): Level => {
  const { native, scheme, rank } = level;
  const known = rankOf(level);
  if (known === undefined) {
    if (rank !== undefined) return { native, rank, scheme };
    throw Problem.at('facets.level.rank', 'missing', `state the rank: ${scheme} ${native} is in no table of schemes`);
  }
  if (rank !== undefined && rank !== known) {
    throw Problem.at('facets.level.rank', 'rank-contradicts-scheme', `${scheme} ${native} has rank ${known}`);
  }
  return { native, rank: known, scheme };
};
