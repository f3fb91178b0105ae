/** A further index of a read model: the columns after `situation`, and which rows it holds. */
export type ListIndex = { readonly columns: readonly string[]; readonly where?: string };

/** Where the rows of a version of a read model are while it is live. */
export const tableOf = (name: string, version: number): string => `derived.${name}_v${version}`;

/** What a correction looks for: what an event says, what was restored by another, and what it withdrew. The last two are few. */
const byEvent = (table: string): string => `
    CREATE INDEX ON ${table} (event_id);
    CREATE INDEX ON ${table} (asserted_by) WHERE asserted_by <> event_id;
    CREATE INDEX ON ${table} (withdrawn_by) WHERE withdrawn_by IS NOT NULL;`;

/**
 * The one shape of a read model. Rows are only ever added, or stamped once with the position of the withdrawal that took them back,
 * so that a question at a position has the same answer for ever. `event_id` says it, `asserted_by` is the event at whose position the row
 * stands: another one where a correction was undone. Text orders by bytes: answers must not depend on the database's locale.
 * `asOf: false` is for a plain list: nothing is looked up by key or taken back.
 */
export const createAssertionTable = (name: string, version: number, { asOf = true, lists = [] as readonly ListIndex[] } = {}): string => {
  const table = tableOf(name, version);
  const index = (columns: readonly string[], where?: string) =>
    `CREATE INDEX ON ${table} (${['situation', ...columns].join(', ')})${where === undefined ? '' : ` WHERE ${where}`};`;
  return `
    CREATE TABLE ${table} (
      situation           text COLLATE "C" NOT NULL,
      key                 text COLLATE "C" NOT NULL,
      value               jsonb NOT NULL,
      valid_from          timestamptz NOT NULL,
      valid_to            timestamptz,
      day                 date NOT NULL,
      seq                 int NOT NULL,
      recorded_at         timestamptz NOT NULL,
      published_at        timestamptz NOT NULL,
      partition           int NOT NULL,
      log_offset          bigint NOT NULL,
      event_index         int NOT NULL,
      ord                 int NOT NULL,
      event_id            uuid NOT NULL,
      asserted_by         uuid NOT NULL,
      withdrawn_recorded  timestamptz,
      withdrawn_published timestamptz,
      withdrawn_offset    bigint,
      withdrawn_index     int,
      withdrawn_by        uuid,
      PRIMARY KEY (partition, log_offset, event_index, ord)
    );
    ${asOf ? index(['key', 'day', 'seq', 'valid_from', 'published_at', 'log_offset', 'event_index', 'ord']) + byEvent(table) : ''}
    ${lists.map(({ columns, where }) => index(columns, where)).join('\n')}
    CREATE VIEW derived.${name} AS SELECT * FROM ${table};`;
};

export const dropAssertionTable = (name: string, version: number): string =>
  `DROP VIEW derived.${name}; DROP TABLE ${tableOf(name, version)};`;
