import { createHash } from 'node:crypto';
import { type Commit, commandId, eventCodec, eventId } from '../libs/event-log/src/index.js';
import type { DomainEvent } from '../libs/read-models/src/index.js';
import { DAY_MS, EVENT_SCHEMAS } from '../libs/situations/src/index.js';
import { AUTHORITIES, notice, observation, opened, report } from './rebuild-data.js';

/** They lie in all partitions, about as many in each. */
export const SITUATIONS = 200;
/** Observations of one subject; then it is the turn of the next, so that each of these streams ends. Those of the authorities do not. */
const OBSERVATIONS_A_SUBJECT = 20;
/** One observation in so many says anew what the one before it said. */
const CORRECTION_EVERY = 25;
/** All that is recorded happened in so long a time before now. */
const HISTORY_MS = 700 * DAY_MS;

const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);
export const situationAt = (n: number): string => `crisis-${n % SITUATIONS}`;
const commandAt = (n: number): string => commandId(`growth-${n}`, 1);

export type Said = { readonly stream: string; readonly event: DomainEvent };

/** What was recorded, and what comes next: commits as an api makes them, each resting on what was written before it. */
export class History {
  private readonly versions = new Map<string, number>();
  private readonly begin = Date.now() - HISTORY_MS;
  private readonly stepMs: number;

  /** `most`: how many commits there will ever be. */
  constructor(most: number) {
    this.stepMs = HISTORY_MS / Math.ceil(most / SITUATIONS + 1);
  }

  /** The commits from the one number to before the other, as the record holds them: accepted if they come in this order and nothing else was written to their streams. */
  *commits(from: number, to: number): Generator<Commit> {
    for (let n = from; n < to; n++) {
      const situationId = situationAt(n);
      const { stream, event } = this.saidAt(n);
      const id = commandAt(n);
      const { type, schema, data } = codec.encode(event);
      yield {
        envelope: 1,
        rule: 1,
        commandId: id,
        requestHash: createHash('sha256').update(id).digest('hex'),
        situationId,
        conditions: [...new Set(['situation', stream])].map((name) => ({
          stream: name,
          version: this.version(situationId, name) || 'none',
        })),
        events: [{ id: eventId(id, 0), stream, type, schema, data }],
        actor: 'anonymous',
        correlationId: id,
      };
      this.wrote(situationId, stream);
    }
  }

  /** Another commit was accepted. */
  wrote(situationId: string, stream: string): void {
    this.versions.set(`${situationId} ${stream}`, this.version(situationId, stream) + 1);
  }

  version(situationId: string, stream: string): number {
    return this.versions.get(`${situationId} ${stream}`) ?? 0;
  }

  /** When what the nth commit says happened. */
  momentAt(n: number): string {
    return new Date(this.begin + Math.floor(n / SITUATIONS) * this.stepMs).toISOString();
  }

  /** First every situation is opened; then in each in turn a notice, an observation, an incident, and a second source's word on that. */
  private saidAt(n: number): Said {
    const turn = Math.floor(n / SITUATIONS) - 1;
    if (turn < 0) return { stream: 'situation', event: opened };
    const nth = Math.floor(turn / 4);
    const at = this.momentAt(n);
    switch (turn % 4) {
      case 0:
        return { stream: `advisory/${AUTHORITIES[nth % AUTHORITIES.length]}/ML`, event: notice(nth, at) };
      case 1:
        return this.observed(n, nth, at);
      case 2:
        return { stream: `incident/i-${nth}`, event: report(nth, at) };
      default:
        return { stream: `incident/i-${nth}`, event: claim(nth) };
    }
  }

  private observed(n: number, nth: number, at: string): Said {
    const of = (number: number, moment: string): DomainEvent =>
      ({ ...observation(number, moment), subject: `corridor-${Math.floor(number / OBSERVATIONS_A_SUBJECT)}` }) as DomainEvent;
    const event = of(nth, at);
    if (nth % CORRECTION_EVERY !== CORRECTION_EVERY - 1) return { stream: streamOf(event), event };
    const before = n - 4 * SITUATIONS;
    const replacement = of(nth - 1, this.momentAt(before));
    const corrects = eventId(commandAt(before), 0);
    const mended = { type: 'FactCorrected', corrects, replacement, reason: 'read wrongly', cause: 'transcription' } as DomainEvent;
    return { stream: streamOf(replacement), event: mended };
  }
}

const streamOf = (event: DomainEvent): string => `observation/corridor-status/${(event as { subject: string }).subject}`;

const claim = (nth: number): DomainEvent => ({
  type: 'ClaimAdded',
  incidentId: `i-${nth}`,
  claim: {
    claimId: 'second',
    source: { id: 'dw', title: 'DW' },
    figures: [{ measure: 'tankers-destroyed', low: nth % 50, text: `about ${nth % 50} tankers` }],
  },
});
