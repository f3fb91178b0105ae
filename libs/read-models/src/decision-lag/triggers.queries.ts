import { iso, occurredRange } from '../../../situations/src/index.js';
import type { AsOf } from '../as-of.js';
import { incidentsMadePublic } from '../incidents/incidents.queries.js';
import type { Incident } from '../incidents/incidents.answer.js';
import type { StoredObservation } from '../observations/observations.projection.js';
import { asOfQuery } from '../postgres/as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import type { Trigger } from './decision-lag.answer.js';

/** The period in which triggers begin; `to` is exclusive. At most one beyond `limit` is read. */
type Period = { from: string; to: string; kind?: Trigger['kind']; limit: number };

/** Incidents that are read at once. */
const PAGE = 500;

type Row = { value: StoredObservation; event_id: string; valid_from: Date; published_at: Date };

/** Every report, not only the one in force: $5 from, $6 to, $7 kind, $8 limit. */
const reports = asOfQuery(
  'decision-lag-observations',
  (known) => `
  SELECT row.value, row.event_id, row.valid_from, row.published_at
  FROM derived.observations AS row
  WHERE row.situation = $1 AND ${known('row')} AND row.valid_from <= $4::timestamptz
    AND row.valid_from >= $5::timestamptz AND row.valid_from < $6::timestamptz AND ($7::text IS NULL OR row.value ->> 'kind' = $7)
  ORDER BY row.valid_from, row.log_offset, row.event_index
  LIMIT $8`,
);

/** Its end, where its start is that of the day, month or year on which it was; else it is a point. */
const endOf = (from: string, occurred: Incident['occurred']): string => {
  const { start, end } = occurredRange(occurred);
  return iso(start) === from ? iso(end) : from;
};

const ofIncident = ({ incidentId, eventId, kind, occurred, validFrom, publicFrom }: Incident & { publicFrom: string }): Trigger => ({
  trigger: 'incident',
  kind,
  id: incidentId,
  eventId,
  subject: null,
  from: validFrom,
  to: endOf(validFrom, occurred),
  publicFrom,
});

const ofObservation = ({ value, event_id, valid_from, published_at }: Row): Trigger => ({
  trigger: 'observation',
  kind: value.kind,
  id: value.observationId,
  eventId: event_id,
  subject: value.subject,
  from: valid_from.toISOString(),
  to: endOf(valid_from.toISOString(), value.occurred),
  publicFrom: published_at.toISOString(),
});

const incidentTriggers = async (db: Queryable, situation: string, asOf: AsOf, { from, to, kind, limit }: Period): Promise<Trigger[]> => {
  const found: Trigger[] = [];
  const filter = kind === undefined ? {} : { kind: kind as Incident['kind'] };
  let after: string | undefined;
  do {
    const page = await incidentsMadePublic(db, situation, asOf, { ...filter, limit: PAGE, ...(after !== undefined && { after }) });
    const begun = page.items.filter(({ validFrom }) => validFrom < to);
    found.push(...begun.filter(({ validFrom }) => validFrom >= from).map(ofIncident));
    after = begun.length < page.items.length || found.length > limit ? undefined : (page.next ?? undefined);
  } while (after !== undefined);
  return found;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What happened in a period, oldest first: incidents, and reports on things that have a state. */
export const triggersOf = async (db: Queryable, situation: string, asOf: AsOf, period: Period): Promise<Trigger[]> => {
  const { from, to, kind, limit } = period;
  const { rows } = await db.query<Row>(reports(situation, asOf, from, to, kind ?? null, limit + 1));
  const found = [...(await incidentTriggers(db, situation, asOf, period)), ...rows.map(ofObservation)];
  return found.toSorted((one, other) => compare(one.from, other.from) || compare(one.trigger, other.trigger) || compare(one.id, other.id));
};
