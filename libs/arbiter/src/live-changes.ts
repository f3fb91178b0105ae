import type { PoolClient } from 'pg';
import {
  applyChanges,
  changesOf,
  changeStatements,
  type DomainEvent,
  liveProjections,
  type Projection,
  type ProjectionChanges,
} from '../../read-models/src/index.js';
import type { Batch } from './batch.js';
import type { ModelStates, Refusal } from './batch.queries.js';
import { isOfServer } from './server-trouble.js';

/** What a batch that begins after `before` does to the live read models, and which of them cannot take it. */
export const liveChanges = (
  projections: readonly Projection<DomainEvent>[],
  { events }: Batch<DomainEvent>,
  { parked, versions }: ModelStates,
  before: number,
): { live: readonly ProjectionChanges[]; refused: Refusal[] } => {
  const { known, unknown } = liveProjections(projections, versions);
  const live = changesOf(
    known.filter(({ name }) => !parked.includes(name)),
    events,
  );
  const refused = live.flatMap((one) => (one.failed === undefined ? [] : [refusal(one, one.failed.offset - 1, one.failed.error)]));
  for (const [name, version] of unknown) {
    const error = new Error(`version ${version} is live, and this program does not know it`);
    if (!parked.includes(name)) refused.push({ name, version, lastOffset: before, error });
  }
  return { live, refused };
};

const refusal = ({ projection: { name, version } }: ProjectionChanges, lastOffset: number, error: unknown): Refusal => ({
  name,
  version,
  lastOffset,
  error,
});

type Statements = ReturnType<typeof changeStatements>;

/** What writes the changes. Undefined where one of the read models wants what cannot even be said: then nothing is to be sent. */
export const statementsOf = (live: readonly ProjectionChanges[], batch: string): Statements | undefined => {
  try {
    return changeStatements(live, batch);
  } catch {
    return undefined;
  }
};

/** Answers whether PostgreSQL took the changes. Every statement is sent before this first waits. */
export const applyTogether = async (client: PoolClient, statements: Statements): Promise<boolean> => {
  try {
    await Promise.all(statements.map((statement) => client.query(statement)));
    return true;
  } catch (error) {
    if (isOfServer(error)) throw error;
    return false;
  }
};

/** Applies each read model under a savepoint of its own. Answers those that PostgreSQL refused: they stand at `before`. */
export const applyEach = async (client: PoolClient, live: readonly ProjectionChanges[], before: number): Promise<Refusal[]> => {
  const refused: Refusal[] = [];
  for (const one of live) {
    await client.query('SAVEPOINT live');
    try {
      await applyChanges(client, [one]);
    } catch (error) {
      if (isOfServer(error)) throw error;
      await client.query('ROLLBACK TO SAVEPOINT live');
      if (one.failed === undefined) refused.push(refusal(one, before, error));
    }
  }
  return refused;
};
