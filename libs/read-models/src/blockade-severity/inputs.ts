import type { SeverityInput, StoredObservationInput } from '../../../severity/src/index.js';
import type { Claim, IncidentKind } from '../../../situations/src/index.js';
import { claimConfidence } from '../incidents/claims.js';
import { figuresOf } from '../incidents/figures.js';
import { speakersOf } from '../incidents/merges.js';
import type { StoredIncidentReport } from './blockade-severity.projection.js';

/** A known assertion: `rank` by (published, position) among those read, which are in that order. Of claims, kinds and merges the last word. */
export type KnownRow = { key: string; value: unknown; eventId: string; rank: number };
type Known = {
  report: KnownRow | undefined;
  claims: Claim[] | undefined;
  kind: IncidentKind | undefined;
  into: string | undefined;
  latest: KnownRow;
};
type Reported = Known & { report: KnownRow };

const reportOf = ({ report }: Reported): StoredIncidentReport => report.value as StoredIncidentReport;

type Weighed = Parameters<typeof figuresOf>[0];
const claimsOf = (incident: Reported): Weighed =>
  (incident.claims ?? []).map((claim) => ({ ...claim, confidence: claimConfidence(claim, reportOf(incident).confidence) }));

/** Of a group-less figure where there is one; else the sum over the groups, which are never counted twice. */
const tankersOf = (claims: Weighed): number => {
  if (claims.length === 0) return 0;
  const figures = figuresOf(claims).filter(({ measure }) => measure === 'tankers-destroyed');
  const whole = figures.find(({ group }) => group === null);
  return (whole === undefined ? figures : [whole]).reduce((sum, { used }) => sum + (used.low ?? 0), 0);
};

const PART = /^(claim|kind|merge)(?:\/|$)/;

const collect = (incidents: Map<string, Known>, row: KnownRow): void => {
  const end = row.key.indexOf('/', 'incident/'.length);
  const stream = end < 0 ? row.key : row.key.slice(0, end);
  const part = end < 0 ? undefined : PART.exec(row.key.slice(end + 1))?.[1];
  let incident = incidents.get(stream);
  if (incident === undefined)
    incidents.set(stream, (incident = { report: undefined, claims: undefined, kind: undefined, into: undefined, latest: row }));
  incident.latest = row;
  if (part === undefined) incident.report = row;
  else if (row.value === null) return;
  else if (part === 'claim') (incident.claims ??= []).push(row.value as Claim);
  else if (part === 'kind') incident.kind = (row.value as { kind: IncidentKind }).kind;
  else incident.into = `incident/${(row.value as { into: string }).into}`;
};

/** A claim may be known before its incident is: on the published clock its source may have been quicker. */
const isReported = (incident: Known | undefined): incident is Reported => incident?.report !== undefined;

const inputOf = (incident: Reported, latest: KnownRow, claims: Weighed): SeverityInput => {
  const { type, fact, start, end, confidence, kind } = reportOf(incident);
  const tankersLow = tankersOf(claims);
  return {
    type,
    fact,
    eventId: latest.eventId,
    start,
    end,
    confidence,
    kind: incident.kind ?? kind,
    tankersLow,
    order: incident.report.rank,
  };
};

/** By incident those merged into it, known like it, at whatever remove; and those that do not speak for themselves. */
const mergesOf = (
  incidents: ReadonlyMap<string, Known>,
): { members: ReadonlyMap<string, readonly Reported[]>; silent: ReadonlySet<string> } => {
  const into = new Map<string, string>();
  for (const [id, incident] of incidents) {
    if (incident.into !== undefined && isReported(incident) && isReported(incidents.get(incident.into))) into.set(id, incident.into);
  }
  const members = new Map<string, Reported[]>();
  const speakers = speakersOf(into);
  for (const [id, speaker] of speakers) members.set(speaker, [...(members.get(speaker) ?? []), incidents.get(id) as Reported]);
  return { members, silent: new Set(speakers.keys()) };
};

/** An incident is what its report, claims and reclassifications come to; with those merged into it, it counts once. */
const incidentInputs = (incidents: ReadonlyMap<string, Known>, inputs: SeverityInput[]): void => {
  const { members, silent } = mergesOf(incidents);
  for (const [id, incident] of incidents) {
    if (!isReported(incident) || silent.has(id)) continue;
    const merged = members.get(id);
    if (merged === undefined) {
      inputs.push(inputOf(incident, incident.latest, claimsOf(incident)));
      continue;
    }
    const all = [incident, ...merged];
    const latest = all.map((one) => one.latest).reduce((last, row) => (row.rank > last.rank ? row : last));
    inputs.push(inputOf(incident, latest, all.flatMap(claimsOf)));
  }
};

/** Written out: to spread a stored value costs several times as much, and there may be a hundred thousand. */
const observationOf = (stored: StoredObservationInput, order: number): SeverityInput => {
  const { type, fact, eventId, start, end, confidence, subject, kind, value, validTo } = stored;
  return { type, fact, eventId, start, end, confidence, subject, kind, value, validTo, order } as SeverityInput;
};

/** The score's inputs from the assertions known, in order of rank. */
export const inputsOf = (rows: readonly KnownRow[]): SeverityInput[] => {
  const incidents = new Map<string, Known>();
  const inputs: SeverityInput[] = [];
  for (const row of rows) {
    if (row.key.startsWith('incident/')) collect(incidents, row);
    else inputs.push(observationOf(row.value as StoredObservationInput, row.rank));
  }
  incidentInputs(incidents, inputs);
  return inputs;
};
