import type { SeverityInput, StoredObservationInput } from '../../../severity/src/index.js';
import type { Claim, IncidentKind } from '../../../situations/src/index.js';
import { claimConfidence } from '../incidents/claims.js';
import { figuresOf } from '../incidents/figures.js';
import type { StoredIncidentReport } from './blockade-severity.projection.js';

/** A known assertion: `rank` by (seq, published, position) among those read, which are in that order. */
export type KnownRow = { key: string; value: unknown; eventId: string; rank: number };
type Incident = { report?: StoredIncidentReport; rank: number; claims: Claim[]; kind?: IncidentKind; latest: KnownRow };

/** Of a group-less figure where there is one; else the sum over the groups, which are never counted twice. */
const tankersOf = (claims: readonly Claim[], incident: StoredIncidentReport): number => {
  const figures = figuresOf(claims.map((claim) => ({ ...claim, confidence: claimConfidence(claim, incident.confidence) }))).filter(
    ({ measure }) => measure === 'tankers-destroyed',
  );
  const whole = figures.find(({ group }) => group === null);
  return (whole === undefined ? figures : [whole]).reduce((sum, { used }) => sum + (used.low ?? 0), 0);
};

const STREAM = /^(incident\/[^/]+)(?:\/(claim|kind)(?:\/|$))?/;

const collect = (incidents: Map<string, Incident>, row: KnownRow): void => {
  const [, stream = '', part] = STREAM.exec(row.key) ?? [];
  const incident = incidents.get(stream) ?? { rank: row.rank, claims: [], latest: row };
  incidents.set(stream, incident);
  incident.latest = row;
  if (part === 'claim') incident.claims.push(...(row.value === null ? [] : [row.value as Claim]));
  else if (part === 'kind') incident.kind = (row.value as { kind: IncidentKind }).kind;
  else {
    incident.report = row.value as StoredIncidentReport;
    incident.rank = row.rank;
  }
};

/** The score's inputs from the assertions known, in order of rank: an incident is what its report, claims and reclassifications come to. */
export const inputsOf = (rows: readonly KnownRow[]): SeverityInput[] => {
  const incidents = new Map<string, Incident>();
  const inputs: SeverityInput[] = [];
  for (const row of rows) {
    if (row.key.startsWith('incident/')) collect(incidents, row);
    else inputs.push({ ...(row.value as StoredObservationInput), order: row.rank });
  }
  for (const { report, rank, claims, kind, latest } of incidents.values()) {
    // A claim may be known before its incident is: on the published clock its source may have been quicker.
    if (report === undefined) continue;
    inputs.push({ ...report, kind: kind ?? report.kind, tankersLow: tankersOf(claims, report), eventId: latest.eventId, order: rank });
  }
  return inputs;
};
