import type {
  Claim,
  ClaimAdded,
  ClaimRetracted,
  ClaimRevised,
  IncidentMerged,
  IncidentReclassified,
  IncidentReported,
  IncidentUnmerged,
} from '../../situations/src/index.js';
import type { RecordedEvent } from '../../event-log/src/index.js';
import { iso, occurredRange } from '../../situations/src/index.js';
import { ALWAYS } from './always.js';
import type { Assert, Json } from './projection.js';
import { publicFrom } from './public-time.js';

/** An incident's own assertions hold from its start; what is said of it later, always. */
export const placeOfIncident = ({ occurred }: IncidentReported): Pick<Assert, 'validFrom' | 'day' | 'seq'> => {
  const validFrom = iso(occurredRange(occurred).start);
  return { validFrom, day: validFrom.slice(0, 10), seq: 0 };
};

type Later = ClaimAdded | ClaimRevised | ClaimRetracted | IncidentReclassified | IncidentMerged | IncidentUnmerged;

/** What is said of an incident ranks by the version of its stream: the last word stands, and what it replaced once that is corrected away. */
const said = (key: string, value: Json, seq: number): Assert => ({ op: 'assert', key, value, ...ALWAYS, seq });

/** Times that a claim does not state are its report's. */
const claimOfReport = (key: string, claim: Claim, version: number, recordedAt: string): Assert => ({
  ...said(key, claim as Json, version),
  ...((claim.publishedAt !== undefined || claim.observedAt !== undefined) && { published: publicFrom(claim, recordedAt) }),
});

/** The claims made with a report, under `<prefix>/claim/<claim>`. */
export const claimsOfReport = (
  prefix: string,
  { claims }: IncidentReported,
  { version, recordedAt }: Pick<RecordedEvent<unknown>, 'version' | 'recordedAt'>,
): readonly Assert[] => claims.map((claim) => claimOfReport(`${prefix}/claim/${claim.claimId}`, claim, version, recordedAt));

/** What is said of an incident after its report, under `<prefix>/claim/<claim>`, `<prefix>/kind` and `<prefix>/merge`. */
export const laterChange = (prefix: string, event: Later, version: number): Assert => {
  switch (event.type) {
    case 'ClaimAdded':
    case 'ClaimRevised':
      return said(`${prefix}/claim/${event.claim.claimId}`, event.claim as Json, version);
    case 'ClaimRetracted':
      return said(`${prefix}/claim/${event.claimId}`, null, version);
    case 'IncidentReclassified':
      return said(`${prefix}/kind`, { kind: event.kind, reason: event.reason }, version);
    case 'IncidentMerged':
      return said(`${prefix}/merge`, { into: event.into }, version);
    case 'IncidentUnmerged':
      return said(`${prefix}/merge`, null, version);
  }
};
