import type { AsOf } from '../../libs/read-models/src/index.js';
import type { Said } from './naive-record.js';
import { AUTHORITIES, INCIDENTS, SUBJECTS } from './random-attempts.js';

/** What was known, and not known to be taken back. */
const knownOf = (record: readonly Said[], { clock, knownAt, position }: AsOf): Said[] => {
  const limit = knownAt === null ? Infinity : Date.parse(knownAt);
  return record.filter(({ offset, gone, ...said }) => {
    if (offset > position.offset || (knownAt !== null && said[clock] > limit)) return false;
    return gone === undefined || gone.offset > position.offset || (knownAt !== null && gone[clock] > limit);
  });
};

const compare = (one: Said, other: Said): number =>
  one.day.localeCompare(other.day) ||
  one.seq - other.seq ||
  one.from - other.from ||
  one.published - other.published ||
  one.order - other.order;
const lastOf = (said: readonly Said[]): Said | undefined => [...said].sort(compare).at(-1);
const iso = (ms: number): string => new Date(ms).toISOString();

const inForce = (said: Said | undefined, validAt: number, since = said?.from ?? 0) => {
  if (said === undefined) return undefined;
  const ended = said.to <= validAt;
  return { value: ended ? 'unknown' : said.value, since: iso(ended ? said.to : since), eventId: said.eventId };
};

const statusOf = (known: readonly Said[], validAt: number): Record<string, unknown> => {
  const answer: Record<string, unknown> = {};
  for (const authority of AUTHORITIES) {
    for (const facet of ['departure', 'airport']) {
      const begun = known
        .filter(({ subject }) => subject === `${authority} ${facet}`)
        .map((said) => {
          const earlier = known.filter(
            (other) => other.subject === `${authority} notice` && other.day === said.day && other.seq < said.seq,
          );
          return { said, since: Math.max(said.from, ...earlier.map(({ from }) => from)) };
        })
        .filter(({ since }) => since <= validAt);
      const said = lastOf(begun.map((one) => one.said));
      if (said !== undefined) answer[`${authority} ${facet}`] = inForce(said, validAt, begun.find((one) => one.said === said)!.since);
    }
  }
  return answer;
};

const observedOf = (known: readonly Said[], validAt: number): Record<string, unknown> =>
  Object.fromEntries(
    SUBJECTS.flatMap((subject) => {
      const said = lastOf(known.filter((one) => one.subject === `schools ${subject}` && one.from <= validAt));
      return said === undefined ? [] : [[subject, inForce(said, validAt)]];
    }),
  );

/** The report that counts of each incident that is known and had begun: the one recorded last. */
const reportOf = (known: readonly Said[], incident: string, validAt: number): Said | undefined => {
  const last = known.filter(({ subject }) => subject === `${incident} report`).at(-1);
  return last !== undefined && last.from <= validAt ? last : undefined;
};

const incidentsOf = (known: readonly Said[], validAt: number): Record<string, unknown> => {
  const there = INCIDENTS.filter((incident) => reportOf(known, incident, validAt) !== undefined);
  const into = (incident: string): string | undefined => {
    const link = lastOf(known.filter(({ subject }) => subject === `${incident} merge`))?.value as string | null | undefined;
    return link !== null && link !== undefined && there.some((other) => other === link) ? link : undefined;
  };
  const speakerOf = (incident: string): string => {
    const seen: string[] = [];
    for (let at = incident; ;) {
      if (seen.includes(at)) return seen.slice(seen.indexOf(at)).sort()[0]!;
      seen.push(at);
      const next = into(at);
      if (next === undefined) return at;
      at = next;
    }
  };
  const claimsOf = (incident: string) => {
    const subjects = [...new Set(known.map(({ subject }) => subject).filter((subject) => subject.startsWith(`${incident} claim `)))];
    return subjects.flatMap((subject) => {
      const last = lastOf(known.filter((said) => said.subject === subject));
      return last === undefined || last.value === null ? [] : [`${subject} ${String(last.value)} by ${last.eventId}`];
    });
  };
  return Object.fromEntries(
    there.map((incident) => {
      const speaker = speakerOf(incident);
      const others = there.filter((other) => other !== incident && speakerOf(other) === incident);
      const report = reportOf(known, incident, validAt)!;
      const kind = lastOf(known.filter(({ subject }) => subject === `${incident} kind`))?.value ?? report.value;
      const claims = [incident, ...others].flatMap(claimsOf).sort();
      return [incident, { kind, eventId: report.eventId, merged: others, mergedInto: speaker === incident ? null : speaker, claims }];
    }),
  );
};

export type NaiveAnswer = { status: Record<string, unknown>; observed: Record<string, unknown>; incidents: Record<string, unknown> };

export const naiveAnswer = (record: readonly Said[], asOf: AsOf): NaiveAnswer => {
  const known = knownOf(record, asOf);
  const validAt = Date.parse(asOf.validAt);
  return { status: statusOf(known, validAt), observed: observedOf(known, validAt), incidents: incidentsOf(known, validAt) };
};
