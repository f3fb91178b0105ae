import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Problem } from '../http/problems.js';
import { AsOfReader } from './as-of.reader.js';
import { WhatStatus, WhichAdvisory } from './questions.js';
import { StatusReader } from './status.reader.js';

@QueryHandler(WhatStatus)
export class WhatStatusHandler implements IQueryHandler<WhatStatus> {
  constructor(
    private readonly reader: AsOfReader,
    private readonly statuses: StatusReader,
  ) {}

  execute({ of: { situationId }, asked: { authority, ...asked } }: WhatStatus): Promise<object> {
    return this.reader.read(situationId, asked, 'travel_status', (pool, asOf, reach) =>
      this.statuses.read(pool, situationId, asOf, reach, authority),
    );
  }
}

@QueryHandler(WhichAdvisory)
export class WhichAdvisoryHandler implements IQueryHandler<WhichAdvisory> {
  constructor(
    private readonly reader: AsOfReader,
    private readonly statuses: StatusReader,
  ) {}

  execute({ of: { situationId, authority, destination }, asked }: WhichAdvisory): Promise<object> {
    return this.reader.read(situationId, asked, 'travel_status', async (pool, asOf, reach) => {
      const { authorities } = await this.statuses.read(pool, situationId, asOf, reach, authority);
      const found = authorities.find((one) => one.authority === authority && one.destination === destination);
      if (found === undefined) throw new Problem('advisory-not-found', `nothing of ${authority} for ${destination} was known then`);
      return found;
    });
  }
}
