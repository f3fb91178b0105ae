import type { QueryArrayConfig, QueryArrayResult, QueryConfig, QueryResult, QueryResultRow } from 'pg';

/** A pool, or one client of it (inside a transaction). */
export interface Queryable {
  query<Row extends unknown[]>(query: QueryArrayConfig): Promise<QueryArrayResult<Row>>;
  query<Row extends QueryResultRow>(query: QueryConfig): Promise<QueryResult<Row>>;
}
