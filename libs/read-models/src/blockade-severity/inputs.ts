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

/** Of a group-less figure where there is one with a number; else the sum over the groups, which are never counted twice. */
const tankersOf = (claims: Weighed): number => {
  if (claims.length === 0) return 0;
  const figures = figuresOf(claims).filter(({ measure }) => measure === 'tankers-destroyed');
  const whole = figures.find(({ group, used }) => group === null && used.low !== null);
  return (whole === undefined ? figures : [whole]).reduce((sum, { used }) => sum + (used.low ?? 0), 0);
};

/** The incident that a key is of, and which part of what is said of it: a claim, its kind, a merge; the report itself has none. */
const partsOf = (key: string): readonly [stream: string, part: string | undefined] => {
  const end = key.indexOf('/', 'incident/'.length);
  if (end === -1) return [key, undefined];
  const next = key.indexOf('/', end + 1);
  return [key.slice(0, end), next === -1 ? key.slice(end + 1) : key.slice(end + 1, next)];
};

const collect = (incidents: Map<string, Known>, row: KnownRow): void => {
  const [stream, part] = partsOf(row.key);
  let incident = incidents.get(stream);
  if (incident === undefined) {
    incident = { report: undefined, claims: undefined, kind: undefined, into: undefined, latest: row };
    incidents.set(stream, incident);
  }
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
const incidentInputs = (incidents: ReadonlyMap<string, Known>): SeverityInput[] => {
  const inputs: SeverityInput[] = [];
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
  return inputs;
};

/** Written out: to spread a stored value costs several times as much, and there may be a hundred thousand. */
export const observationInputOf = (row: KnownRow): SeverityInput => {
  const { type, fact, eventId, start, end, confidence, subject, kind, value, validTo } = row.value as StoredObservationInput;
  return { type, fact, eventId, start, end, confidence, subject, kind, value, validTo, order: row.rank } as SeverityInput;
};

/** Of rows that are of incidents, in order of rank. */
export const incidentInputsOf = (rows: readonly KnownRow[]): SeverityInput[] => {
  const incidents = new Map<string, Known>();
  for (const row of rows) collect(incidents, row);
  return incidentInputs(incidents);
};

export const isOfIncident = (key: string): boolean => key.startsWith('incident/');

/** The score's inputs from the assertions known, in order of rank. */
export const inputsOf = (rows: readonly KnownRow[]): SeverityInput[] => {
  const ofIncidents: KnownRow[] = [];
  const inputs: SeverityInput[] = [];
  for (const row of rows) {
    if (isOfIncident(row.key)) ofIncidents.push(row);
    else inputs.push(observationInputOf(row));
  }
  for (const input of incidentInputsOf(ofIncidents)) inputs.push(input);
  return inputs;
};
