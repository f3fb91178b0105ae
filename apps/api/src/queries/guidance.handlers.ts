import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { StatedKeys, travelStatus } from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { AsOfReader } from './as-of.reader.js';
import { WhatStatus, WhichAdvisory } from './questions.js';

@QueryHandler(WhatStatus)
export class WhatStatusHandler implements IQueryHandler<WhatStatus> {
  constructor(
    private readonly reader: AsOfReader,
    private readonly stated: StatedKeys,
  ) {}

  execute({ of: { situationId }, asked: { authority, ...asked } }: WhatStatus): Promise<object> {
    const filter = { stated: this.stated, ...(authority !== undefined && { authority }) };
    return this.reader.read(situationId, asked, 'travel_status', (pool, asOf) => travelStatus(pool, situationId, asOf, filter));
  }
}

@QueryHandler(WhichAdvisory)
export class WhichAdvisoryHandler implements IQueryHandler<WhichAdvisory> {
  constructor(
    private readonly reader: AsOfReader,
    private readonly stated: StatedKeys,
  ) {}

  execute({ of: { situationId, authority, destination }, asked }: WhichAdvisory): Promise<object> {
    return this.reader.read(situationId, asked, 'travel_status', async (pool, asOf) => {
      const { authorities } = await travelStatus(pool, situationId, asOf, { authority, stated: this.stated });
      const found = authorities.find((one) => one.authority === authority && one.destination === destination);
      if (found === undefined) throw new Problem('advisory-not-found', `nothing of ${authority} for ${destination} was known then`);
      return found;
    });
  }
}
