import type { FacetName, LagFilter } from '../../../../libs/read-models/src/index.js';
import { FACETS } from '../../../../libs/read-models/src/index.js';
import { INCIDENT_KINDS } from '../../../../libs/situations/src/index.js';
import { OfSituation } from '../commands/addresses.dto.js';
import { OneOf } from '../http/fields.js';
import { AuthorityId, RecordId } from '../http/ids.js';
import { Instant } from '../http/times.js';
import { AsOfQuery, ListQuery, OBSERVATION_KINDS } from './queries.dto.js';

export class GuidanceQuery extends ListQuery {
  @AuthorityId({ optional: true, example: 'CA-GAC' })
  authority?: string;
  @OneOf(FACETS, { optional: true, description: 'only notices that state it' })
  facet?: FacetName;
  @Instant({ optional: true, description: 'only notices in effect from here on', example: '2025-10-01T00:00:00Z' })
  from?: string;
  @Instant({ optional: true, description: 'and before this moment', example: '2026-02-01T00:00:00Z' })
  to?: string;
  @OneOf(['true', 'false'], { optional: true, description: 'only changes whose note tells less than they change' })
  understatedOnly?: 'true' | 'false';
  @OneOf(['json', 'csv'], {
    optional: true,
    description:
      'json, where absent. csv: a row for each facet and section changed, the next page under Link with rel="next"; a text that a spreadsheet would take for a formula has an apostrophe before it',
  })
  format?: 'json' | 'csv';
}

export class OfGuidanceChange extends OfSituation {
  @RecordId()
  eventId!: string;
}

/** What has no state answers to nothing. */
const TRIGGER_KINDS = [...INCIDENT_KINDS, ...OBSERVATION_KINDS.filter((kind) => kind !== 'context')];

export class LagQuery extends AsOfQuery {
  @AuthorityId({ optional: true })
  authority?: string;
  @OneOf(TRIGGER_KINDS, { optional: true, description: 'of incident or of observation' })
  kind?: NonNullable<LagFilter['kind']>;
  @Instant({
    optional: true,
    description: 'triggers that begin from here on; the first that is known, where absent',
    example: '2025-09-01T00:00:00Z',
  })
  from?: string;
  @Instant({
    optional: true,
    description: 'and before this moment, which is not after validAt; validAt, where absent',
    example: '2026-02-01T00:00:00Z',
  })
  to?: string;
}
