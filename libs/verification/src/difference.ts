/** A value of a column as it is compared: times in RFC 3339, JSON in its canonical form. */
export type Value = Buffer | string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** Where what the log says and what PostgreSQL holds are not the same. */
export type Difference = {
  readonly partition: number;
  /** Of the commit; null where a row belongs to no one commit. */
  readonly offset: number | null;
  /** `log` where a record of it is missing itself; else the table, or the read model. */
  readonly table: string;
  /** What tells the row from others at the same offset. */
  readonly row?: string;
  /** `row` where one side has no such row. */
  readonly field: string;
  readonly inLog: string;
  readonly inPostgres: string;
};

/** What is looked at first is named first: the log, then what the arbiter wrote, then what was made of it. */
const ORDER = ['log', 'records', 'commands', 'events', 'heads', 'cursors'];
const rank = ({ table }: Difference): number => (ORDER.includes(table) ? ORDER.indexOf(table) : ORDER.length);
const KEPT = 100;

const isBefore = (one: Difference, other: Difference): boolean => {
  const [models, otherModels] = [rank(one) >= ORDER.indexOf('heads'), rank(other) >= ORDER.indexOf('heads')];
  if (models !== otherModels) return otherModels;
  const keys = [
    [one.partition, other.partition],
    [one.offset ?? Infinity, other.offset ?? Infinity],
    [rank(one), rank(other)],
  ] as const;
  const [mine, others] = keys.find(([a, b]) => a !== b) ?? [0, 0];
  return mine < others;
};

/** Counts all differences, and keeps the first by partition and offset and some more. */
export class Differences {
  count = 0;
  first: Difference | undefined;
  readonly byTable: Record<string, number> = {};
  readonly some: Difference[] = [];

  add(difference: Difference, times = 1): void {
    this.count += times;
    this.byTable[difference.table] = (this.byTable[difference.table] ?? 0) + times;
    if (this.first === undefined || isBefore(difference, this.first)) this.first = difference;
    if (this.some.length < KEPT) this.some.push(difference);
  }

  /** Adds one for each column of a row that differs, or one where a side has no row. */
  compare(at: Pick<Difference, 'partition' | 'offset' | 'table' | 'row'>, inLog: Row | undefined, inPostgres: Row | undefined): void {
    if (inLog === undefined || inPostgres === undefined) {
      if (inLog !== inPostgres) this.add({ ...at, field: 'row', inLog: presence(inLog), inPostgres: presence(inPostgres) });
      return;
    }
    for (const [field, value] of Object.entries(inLog)) {
      const other = inPostgres[field] ?? null;
      if (!same(value, other)) this.add({ ...at, field, ...excerpts(value, other) });
    }
  }
}

const presence = (row: Row | undefined): string => (row === undefined ? 'none' : 'one');
const same = (one: Value, other: Value): boolean => (Buffer.isBuffer(one) && Buffer.isBuffer(other) ? one.equals(other) : one === other);

/** Characters that are shown of a long value, and how many of them before the place where the two part. */
const SHOWN = 120;
const BEFORE = 40;

const textOf = (value: Value): string => (Buffer.isBuffer(value) ? value.toString('utf8') : String(value));

const excerpts = (one: Value, other: Value): Pick<Difference, 'inLog' | 'inPostgres'> => {
  const [inLog, inPostgres] = [textOf(one), textOf(other)];
  // Bytes that are no text may look alike as text.
  if (inLog === inPostgres) return { inLog: hex(one), inPostgres: hex(other) };
  let parted = 0;
  while (inLog[parted] === inPostgres[parted]) parted++;
  const from = Math.max(0, parted - BEFORE);
  const cut = (text: string) => `${from > 0 ? '…' : ''}${text.slice(from, from + SHOWN)}${text.length > from + SHOWN ? '…' : ''}`;
  return { inLog: cut(inLog), inPostgres: cut(inPostgres) };
};

const hex = (value: Value): string => (Buffer.isBuffer(value) ? `bytes ${value.toString('hex').slice(0, SHOWN)}` : String(value));
