import type { SeverityInput, StoredObservationInput } from '../../../severity/src/index.js';
import type { Claim, IncidentKind } from '../../../situations/src/index.js';
import { claimConfidence } from '../incidents/claims.js';
import { figuresOf } from '../incidents/figures.js';
import { speakersOf } from '../incidents/merges.js';
import type { StoredIncidentReport } from './blockade-severity.projection.js';

/** A known assertion: `rank` by (published, position) among those read, which are in that order. Of claims, kinds and merges the last word. */
export type KnownRow = { key: string; value: unknown; eventId: string; rank: number };
type Report = { value: StoredIncidentReport; rank: number };
type Known = { report?: Report; claims: Claim[]; kind?: IncidentKind; into?: string; latest: KnownRow };
type Reported = Known & { report: Report };

type Weighed = Parameters<typeof figuresOf>[0];
const claimsOf = ({ claims, report }: Reported): Weighed =>
  claims.map((claim) => ({ ...claim, confidence: claimConfidence(claim, report.value.confidence) }));

/** Of a group-less figure where there is one; else the sum over the groups, which are never counted twice. */
const tankersOf = (claims: Weighed): number => {
  const figures = figuresOf(claims).filter(({ measure }) => measure === 'tankers-destroyed');
  const whole = figures.find(({ group }) => group === null);
  return (whole === undefined ? figures : [whole]).reduce((sum, { used }) => sum + (used.low ?? 0), 0);
};

const STREAM = /^(incident\/[^/]+)(?:\/(claim|kind|merge)(?:\/|$))?/;

const collect = (incidents: Map<string, Known>, row: KnownRow): void => {
  const [, stream = '', part] = STREAM.exec(row.key) ?? [];
  const incident = incidents.get(stream) ?? { claims: [], latest: row };
  incidents.set(stream, incident);
  incident.latest = row;
  if (part === undefined) incident.report = { value: row.value as StoredIncidentReport, rank: row.rank };
  else if (row.value === null) return;
  else if (part === 'claim') incident.claims.push(row.value as Claim);
  else if (part === 'kind') incident.kind = (row.value as { kind: IncidentKind }).kind;
  else incident.into = `incident/${(row.value as { into: string }).into}`;
};

/** A claim may be known before its incident is: on the published clock its source may have been quicker. */
const isReported = (incident: Known | undefined): incident is Reported => incident?.report !== undefined;

/** An incident is what its report, claims and reclassifications come to; with those merged into it, it counts once. */
const incidentInputs = (incidents: ReadonlyMap<string, Known>): SeverityInput[] => {
  const reported = new Map([...incidents].filter((entry): entry is [string, Reported] => isReported(entry[1])));
  const links = [...reported].flatMap(([id, { into }]): [string, string][] =>
    into !== undefined && reported.has(into) ? [[id, into]] : [],
  );
  const speakers = speakersOf(new Map(links));
  const members = new Map([...reported].map(([id, incident]): [string, Reported[]] => [id, [incident]]));
  for (const [id, speaker] of speakers) members.get(speaker)?.push(reported.get(id)!);
  return [...reported].flatMap(([id, { report, kind }]) => {
    const all = members.get(id);
    if (all === undefined || speakers.has(id)) return [];
    const latest = all.map((one) => one.latest).reduce((last, row) => (row.rank > last.rank ? row : last));
    const tankersLow = tankersOf(all.flatMap(claimsOf));
    return [{ ...report.value, kind: kind ?? report.value.kind, tankersLow, eventId: latest.eventId, order: report.rank }];
  });
};

/** The score's inputs from the assertions known, in order of rank. */
export const inputsOf = (rows: readonly KnownRow[]): SeverityInput[] => {
  const incidents = new Map<string, Known>();
  const inputs: SeverityInput[] = [];
  for (const row of rows) {
    if (row.key.startsWith('incident/')) collect(incidents, row);
    else inputs.push({ ...(row.value as StoredObservationInput), order: row.rank });
  }
  return [...inputs, ...incidentInputs(incidents)];
};
