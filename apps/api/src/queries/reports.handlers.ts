import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import {
  incident,
  incidentDuplicates,
  incidents,
  observations,
  timelineEntries,
  type TimelineFilter,
} from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { AsOfReader, pageOf } from './as-of.reader.js';
import { utc } from './coordinates.js';
import { WhichDuplicates, WhichIncident, WhichIncidents, WhichObservations, WhichTimeline } from './questions.js';
import { checkSpan } from './span.js';

@QueryHandler(WhichIncidents)
export class WhichIncidentsHandler implements IQueryHandler<WhichIncidents> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked }: WhichIncidents): Promise<object> {
    const filter = asked.kind === undefined ? {} : { kind: asked.kind };
    return this.reader.read(situationId, asked, 'incidents', (pool, asOf) =>
      incidents(pool, situationId, asOf, { ...filter, ...pageOf(asked) }),
    );
  }
}

@QueryHandler(WhichDuplicates)
export class WhichDuplicatesHandler implements IQueryHandler<WhichDuplicates> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked }: WhichDuplicates): Promise<object> {
    return this.reader.read(situationId, asked, 'incidents', (pool, asOf) => incidentDuplicates(pool, situationId, asOf, pageOf(asked)));
  }
}

@QueryHandler(WhichIncident)
export class WhichIncidentHandler implements IQueryHandler<WhichIncident> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId, incidentId }, asked }: WhichIncident): Promise<{ incident: object }> {
    return this.reader.read(situationId, asked, 'incidents', async (pool, asOf) => {
      const found = await incident(pool, situationId, asOf, incidentId);
      if (found === undefined) throw new Problem('incident-not-found', `nothing of ${incidentId} was known then`);
      return { incident: found };
    });
  }
}

@QueryHandler(WhichObservations)
export class WhichObservationsHandler implements IQueryHandler<WhichObservations> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked }: WhichObservations): Promise<object> {
    const { kind, subject } = asked;
    const filter = { ...(kind === undefined ? {} : { kind }), ...(subject === undefined ? {} : { subject }) };
    return this.reader.read(situationId, asked, 'observations', (pool, asOf) =>
      observations(pool, situationId, asOf, { ...filter, ...pageOf(asked) }),
    );
  }
}

@QueryHandler(WhichTimeline)
export class WhichTimelineHandler implements IQueryHandler<WhichTimeline> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ of: { situationId }, asked }: WhichTimeline): Promise<object> {
    const { order = 'occurred', kind, place, source, text, from, to } = asked;
    checkSpan({ from, to });
    const filter: TimelineFilter = {
      order,
      ...(kind === undefined ? {} : { kind }),
      ...(place === undefined ? {} : { place }),
      ...(source === undefined ? {} : { source }),
      ...(text === undefined ? {} : { text }),
      ...(from === undefined ? {} : { from: utc(from) }),
      ...(to === undefined ? {} : { to: utc(to) }),
    };
    return this.reader.read(situationId, asked, 'timeline', (pool, asOf) =>
      timelineEntries(pool, situationId, asOf, { ...filter, ...pageOf(asked) }),
    );
  }
}
