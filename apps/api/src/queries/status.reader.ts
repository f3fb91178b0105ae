import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type AsOf, RememberedStatuses, StatedKeys, type TravelStatus, travelStatus } from '../../../../libs/read-models/src/index.js';
import type { Reach } from './as-of.reader.js';

/** The travel status, with what is remembered of earlier answers. */
@Injectable()
export class StatusReader {
  private readonly stated = new StatedKeys();
  private readonly statuses = new RememberedStatuses();

  /** Of one authority, or of all. The answer is shared: nobody may change it. */
  read(pool: Pool, situation: string, asOf: AsOf, reach: Reach, authority?: string): Promise<TravelStatus> {
    const table = reach.tables['travel_status'];
    return travelStatus(pool, situation, asOf, {
      ...(table !== undefined && { remembered: { stated: this.stated, statuses: this.statuses, table } }),
      ...(authority !== undefined && { authority }),
    });
  }
}
