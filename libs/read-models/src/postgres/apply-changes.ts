import type { ClientBase } from 'pg';
import type { PlacedChange, ProjectionChanges } from '../changes-of.js';
import { assertionRows } from './assertion-rows.js';
import { mend } from './mend.js';
import { insertOf } from './insert.js';
import { runsOf } from './runs.js';

/** PostgreSQL knows a prepared statement by a short name; which tables a batch touches repeats itself, so there are few. */
const statementNames = new Map<string, string>();
const nameOf = (text: string): string => {
  const name = statementNames.get(text) ?? `apply-changes-${statementNames.size}`;
  statementNames.set(text, name);
  return name;
};

/**
 * Writes the changes of a batch to their read models: one statement for all of them, cut only where a correction must find written what
 * it mends. Delivered twice, or cut into batches anywhere, the same events leave the same rows. Runs in the caller's transaction: every
 * statement is sent before this first waits, so that what the caller sends next, a COMMIT even, comes after all of them.
 */
export const applyChanges = async (
  client: ClientBase,
  batch: readonly (Pick<ProjectionChanges, 'projection'> & { readonly changes: readonly PlacedChange[] })[],
): Promise<void> => {
  const models = batch.map(({ projection, changes }) => ({
    table: `derived.${projection.name}_v${projection.version}`,
    runs: runsOf(changes),
  }));
  const rounds = Math.max(0, ...models.map(({ runs }) => runs.length));
  const sent: Promise<unknown>[] = [];
  for (let round = 0; round < rounds; round++) {
    const parts: string[] = [];
    const values: string[] = [];
    const parameter = (rows: readonly object[]): string => `$${values.push(JSON.stringify(rows))}`;
    for (const { table, runs } of models) {
      const run = runs[round];
      if (run === undefined || run.changes.length === 0) continue;
      const name = `part_${parts.length}`;
      parts.push(
        run.mending ? mend(name, table, run.changes, parameter) : `${name} AS (${insertOf(table, parameter(assertionRows(run.changes)))})`,
      );
    }
    if (parts.length === 0) continue;
    const text = `WITH ${parts.join(',\n')} SELECT 1`;
    sent.push(client.query({ name: nameOf(text), text, values }));
  }
  await Promise.all(sent);
};
