import type { QueryConfig, QueryResult, QueryResultRow } from 'pg';

/** A pool, or one client of it (inside a transaction). */
export interface Queryable {
  query<Row extends QueryResultRow>(query: QueryConfig): Promise<QueryResult<Row>>;
}
