import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  boundMs,
  type Claim,
  dayOf,
  type Fact,
  INCIDENT_KINDS,
  type IncidentReported,
  type Notice,
  type ObservationRecorded,
  occurredRange,
  publishedMs,
  STATUSES,
} from '../libs/situations/src/index.js';

type Line =
  | { id: string; type: 'situation' | 'parameters'; body: Record<string, unknown> }
  | { id: string; type: 'notice'; body: Notice & { change?: boolean } }
  | { id: string; type: 'incident'; body: Omit<IncidentReported, 'type'> }
  | { id: string; type: 'claim'; incidentId: string; body: Claim }
  | { id: string; type: 'observation'; body: Omit<ObservationRecorded, 'type'> };
type Of<Type extends Line['type']> = Extract<Line, { type: Type }>;

const linesOf = <T>(path: string): readonly T[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const lines = linesOf<Line>('data/mali-2025.chronicle.jsonl');
const notices = lines.filter((line): line is Of<'notice'> => line.type === 'notice');
const incidents = lines.filter((line): line is Of<'incident'> => line.type === 'incident');
const claims = lines.filter((line): line is Of<'claim'> => line.type === 'claim');
const observations = lines.filter((line): line is Of<'observation'> => line.type === 'observation');
const dated = [...notices, ...incidents, ...observations];
const rowOf = ({ id }: { id: string }) => /^ml-\d{3}/.exec(id)?.[0];
const byId = (id: string) => {
  const line = lines.find((each) => each.id === id);
  if (line === undefined) throw new Error(`no line ${id}`);
  return line;
};
const repeated = (texts: readonly string[]) => texts.filter((text, index) => texts.indexOf(text) !== index);

const { authorities, schemes } = JSON.parse(readFileSync('data/authorities.json', 'utf8')) as {
  authorities: readonly { id: string; name: string; country: string; scheme: string | null }[];
  schemes: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
};

describe('the Mali chronicle', () => {
  it('covers every row, and only rows', () => {
    const rows = Array.from({ length: 99 }, (_, index) => `ml-${String(index + 1).padStart(3, '0')}`);
    expect([...new Set(lines.slice(2).map(rowOf))]).toEqual(rows);
    expect(lines.slice(0, 2).map(({ type }) => type)).toEqual(['situation', 'parameters']);
  });

  it('has ids that are well formed, unique, and those of what the line records', () => {
    expect(repeated(lines.map(({ id }) => id))).toEqual([]);
    for (const { id } of lines) expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);
    for (const { id, body } of notices) expect(body.noticeId).toBe(id);
    for (const { id, body } of observations) expect(body.observationId).toBe(id);
    for (const { id, body } of claims) expect(body.claimId).toBe(id);
    for (const { id, body } of incidents) expect(body.incidentId).toBe(id);
    for (const { body } of observations) expect(body.subject).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/);
  });

  it('adds claims only to incidents that stand above them, under ids of their own', () => {
    for (const claim of claims) {
      const incident = byId(claim.incidentId) as Of<'incident'>;
      expect(lines.indexOf(incident)).toBeLessThan(lines.indexOf(claim));
    }
    const ids = [...incidents.flatMap(({ body }) => body.claims), ...claims.map(({ body }) => body)].map(({ claimId }) => claimId);
    expect(repeated(ids)).toEqual([]);
  });

  it('has times that are well formed for their precision, all published as assumed', () => {
    for (const { id, body } of dated) {
      expect(() => occurredRange(body.occurred)).not.toThrow();
      expect({ id, basis: body.publishedAt?.basis }).toEqual({ id, basis: 'assumed' });
    }
    const published: Pick<Fact, 'publishedAt'>[] = [...dated, ...claims].map(({ body }) => body);
    for (const { publishedAt } of published) expect(Number.isFinite(publishedMs(publishedAt!))).toBe(true);
    for (const { body } of observations) {
      for (const bound of [body.validFrom, body.validTo]) if (bound !== undefined) expect(boundMs(bound, 'start')).toBeDefined();
    }
  });

  it('publishes what is dated by its row no earlier than it began, and keeps the string of a time without offset', () => {
    for (const { body } of dated) expect(publishedMs(body.publishedAt!)).toBeGreaterThanOrEqual(occurredRange(body.occurred).start);
    const kept = notices.filter(({ body }) => body.occurred.original !== undefined);
    expect([...new Set(kept.map(rowOf))]).toEqual(['ml-046', 'ml-071', 'ml-089', 'ml-092', 'ml-096']);
    for (const { body } of kept) expect(body.occurred.precision).toBe('day');
  });

  it('names a source and a confidence for every fact', () => {
    for (const { body } of [...dated, ...claims]) {
      expect(body.source?.id).toMatch(/^[a-z0-9-]+$/);
      expect(body.source?.url).toMatch(/^https?:\/\//);
      expect(body.confidence).toMatch(/^(high|medium|low)$/);
    }
  });

  it('takes kinds and statuses from those that exist', () => {
    for (const { body } of incidents) expect(INCIDENT_KINDS).toContain(body.kind);
    for (const { body } of observations) {
      const statuses: readonly string[] | undefined = STATUSES[body.kind as keyof typeof STATUSES];
      if (statuses !== undefined) expect(statuses).toContain((body.value as { status: string }).status);
    }
  });

  it('orders the notices of one authority and day from 1, without a gap', () => {
    const days = new Map<string, number[]>();
    for (const { body } of notices) {
      const day = `${body.authority} ${dayOf(body.occurred)}`;
      days.set(day, [...(days.get(day) ?? []), body.seq]);
    }
    for (const seqs of days.values()) expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect([...days].filter(([, seqs]) => seqs.length > 1).map(([day]) => day)).toEqual([
      'US-STATE 2025-10-24',
      'CA-GAC 2025-10-29',
      'GB-FCDO 2025-10-30',
      'IE-DFA 2025-11-07',
    ]);
  });

  it('ranks levels as the schemes do, of authorities that are known', () => {
    for (const { body } of notices) {
      expect(authorities.map(({ id }) => id)).toContain(body.authority);
      const { level } = body.facets;
      if (level !== undefined) expect(level.rank).toBe(schemes[level.scheme]?.[level.native]);
    }
    for (const { scheme } of authorities) if (scheme !== null) expect(schemes).toHaveProperty([scheme]);
  });

  it('tells the status of a corridor only where a row does, and an inflow only where a row counts days', () => {
    const of = (kind: string) => observations.filter(({ body }) => body.kind === kind).map(({ id, body }) => ({ id, value: body.value }));
    expect(of('corridor-status')).toEqual([{ id: 'ml-014', value: { status: 'closed' } }]);
    expect(byId('ml-014').body).toMatchObject({ validTo: '2025-09-14' });
    expect(of('fuel-inflow')).toEqual([
      { id: 'ml-068-inflow', value: { tankersPerDay: 8 } },
      { id: 'ml-076', value: { tankersPerDay: 90.91 } },
      { id: 'ml-079', value: { tankersPerDay: 119.2 } },
    ]);
  });

  it('keeps claims that disagree', () => {
    const { body } = byId('ml-018') as Of<'incident'>;
    expect(body.claims.map(({ figures, source }) => [source?.id, figures[0]?.low])).toEqual([
      ['rfi', 20],
      ['truckers-union', 40],
      ['source-close-to-jnim', 80],
    ]);
    expect(claims.filter(({ incidentId }) => incidentId === 'ml-081').map(({ id }) => id)).toEqual([
      'ml-083-drivers',
      'ml-083-security-official',
      'ml-084-hrw',
    ]);
  });

  it('bounds the first of two notices of a day by the time of the second', () => {
    expect(byId('ml-047').body).toMatchObject({ seq: 1, publishedAt: { at: '2025-10-30', notAfter: '2025-10-30T21:01:05Z' } });
    expect(byId('ml-050').body).toMatchObject({ seq: 2, occurred: { from: '2025-10-30T21:01:05+00:00' } });
  });

  it('is described line by line in docs/mali-chronicle.md', () => {
    const table = readFileSync('docs/mali-chronicle.md', 'utf8');
    for (const { id } of lines) expect(table).toContain(`\`${id}\``);
  });
});

const ROWS = '../shared/data/mali-chronology.jsonl';
type Row = {
  id: string;
  occurredAt: string;
  precision: string;
  sourceTitle: string;
  confidence: string;
  alsoSee?: string[];
  evidence?: string;
};

(existsSync(ROWS) ? describe : describe.skip)(`the Mali chronicle beside its rows (${ROWS})`, () => {
  it('keeps source, confidence, evidence and further addresses', () => {
    for (const row of linesOf<Row>(ROWS)) {
      for (const line of [...dated, ...claims].filter((each) => rowOf(each) === row.id)) {
        const { source, confidence } = line.body;
        expect({ id: line.id, confidence, evidence: source?.evidence }).toEqual({
          id: line.id,
          confidence: row.confidence,
          evidence: row.evidence,
        });
        expect(source?.alsoSee).toEqual(row.alsoSee);
      }
    }
  });

  it('dates the first line of each row as the row does', () => {
    const elsewhere = ['ml-068', 'ml-076'];
    for (const { id, occurredAt } of linesOf<Row>(ROWS).filter((row) => !elsewhere.includes(row.id))) {
      const first = dated.find((line) => rowOf(line) === id);
      if (first === undefined) continue; // A row of claims alone.
      const { from, original, to } = first.body.occurred;
      expect(original ?? (to === undefined ? from : `${from}/${to}`)).toBe(occurredAt);
    }
  });
});
