import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Events } from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { DATABASE } from '../infrastructure.module.js';
import type { Target } from './correcting.js';
import type { CorrectionBody } from './correction.dto.js';

/** Finds the events that corrections are about. */
@Injectable()
export class Targets {
  constructor(@Inject(DATABASE) private readonly database: DataSource) {}

  /** Throws Problem where the situation has no such event. */
  async of(situation: string, { corrects, retracts }: CorrectionBody): Promise<Target> {
    const [field, eventId] = corrects === undefined ? ['retracts', retracts] : ['corrects', corrects];
    if (eventId === undefined) throw Problem.at('corrects', 'missing', 'is missing: name the event to correct, or one to retract');
    const events = this.database.getRepository(Events);
    const found = await events.findOne({ where: { eventId, situation }, order: { offset: 'ASC', index: 'ASC' } });
    if (found === null) {
      const elsewhere = await events.existsBy({ eventId });
      throw elsewhere
        ? Problem.at(field, 'event-of-another-situation', `is an event, but not of ${situation}`)
        : Problem.at(field, 'event-not-found', `is no event of ${situation}`);
    }
    const { type, data, stream } = found;
    const { replacement } = data as { replacement?: { type: string } };
    return { stream, content: type === 'FactCorrected' && replacement !== undefined ? replacement : { ...(data as object), type } };
  }
}
