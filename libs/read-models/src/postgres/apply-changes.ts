import type { ClientBase } from 'pg';
import type { PlacedChange, ProjectionChanges } from '../changes-of.js';
import { type AssertionRow, assertionRows, type Mending, mendingOf } from './assertion-rows.js';
import { tableOf } from './assertion.table.js';
import { oneWithin } from './batch-transaction.js';
import { insertOf } from './insert.js';
import { mend } from './mend.js';
import { runsOf } from './runs.js';

/** PostgreSQL knows a prepared statement by a short name; which tables a batch touches repeats itself, so there are few. */
const statementNames = new Map<string, string>();
const nameOf = (text: string): string => {
  const name = statementNames.get(text) ?? `apply-changes-${statementNames.size}`;
  statementNames.set(text, name);
  return name;
};

/** What one statement can do to a read model, as rows: add some, or mend those of different situations. */
export type WrittenRun = { readonly assertions: readonly AssertionRow[] } | Mending;

const hasRows = (run: WrittenRun): boolean =>
  run.assertions.length > 0 || ('withdrawals' in run && run.withdrawals.length + run.restorations.length > 0);

type Statement = { readonly name: string; readonly text: string; readonly values: string[] };
type TableRuns = { readonly table: string; readonly runs: readonly WrittenRun[] };
type Models = readonly (Pick<ProjectionChanges, 'projection'> & { readonly changes: readonly PlacedChange[]; readonly table?: string })[];

/** Those of one rank, in one statement. */
const statementsOf = (tables: readonly TableRuns[], batch?: string): Statement[] => {
  const rounds = Math.max(0, ...tables.map(({ runs }) => runs.length));
  const statements: Statement[] = [];
  for (let round = 0; round < rounds; round++) {
    const parts: string[] = [];
    const values: string[] = [];
    const parameter = (rows: readonly object[]): string => `$${values.push(JSON.stringify(rows))}`;
    for (const { table, runs } of tables) {
      const run = runs[round];
      if (run === undefined || !hasRows(run)) continue;
      const name = `part_${parts.length}`;
      parts.push('withdrawals' in run ? mend(name, table, run, parameter) : `${name} AS (${insertOf(table, parameter(run.assertions))})`);
    }
    if (parts.length === 0) continue;
    const text = `WITH ${parts.join(',\n')} SELECT ${batch === undefined ? 1 : oneWithin(`$${values.push(batch)}`)}`;
    statements.push({ name: nameOf(text), text, values });
  }
  return statements;
};

/**
 * Writes the runs of several tables, those of one rank in one statement. Runs in the caller's transaction: every statement is sent before this
 * first waits, so that what the caller sends next, a COMMIT even, comes after all of them.
 */
export const applyRuns = async (client: ClientBase, tables: readonly TableRuns[]): Promise<void> => {
  await Promise.all(statementsOf(tables).map((statement) => client.query(statement)));
};

/**
 * What writes the changes of a batch to their read models: one statement for all of them, cut only where a correction must find written what
 * it mends. Delivered twice, or cut into batches anywhere, the same events leave the same rows. `table` where it is not that of the
 * projection's version. `batch`, where they are sent before it is known that its transaction was opened: anywhere else each of them fails.
 */
export const changeStatements = (models: Models, batch?: string): Statement[] =>
  statementsOf(
    models.map(({ projection: { name, version }, changes, table = tableOf(name, version) }) => ({
      table,
      runs: runsOf(changes).map((run) => (run.mending ? mendingOf(run.changes) : { assertions: assertionRows(run.changes) })),
    })),
    batch,
  );

/** Writes them; sends as {@link applyRuns} does. */
export const applyChanges = async (client: ClientBase, models: Models): Promise<void> => {
  await Promise.all(changeStatements(models).map((statement) => client.query(statement)));
};
