import type { SourceChecked, SourceDegraded, SourceRecovered, SourceRegistered } from '../../../../libs/situations/src/index.js';
import { instantMs } from '../../../../libs/situations/src/index.js';
import { check, Text } from '../http/fields.js';
import { WebAddress } from '../http/ids.js';
import { Instant } from '../http/times.js';

type Said<Event> = Omit<Event, 'type' | 'sourceId'>;

export class RegistrationBody implements Said<SourceRegistered> {
  @Text(500, { example: 'GOV.UK foreign travel advice, Mali' })
  title!: string;
  @WebAddress({ optional: true })
  url?: string;
}

const endsNoSooner = check('valid-range', 'is before from', (_, of) => {
  const { from, to } = of as CheckBody;
  const [start, end] = [from, to].map((text) => (typeof text === 'string' ? instantMs(text) : undefined));
  return start === undefined || end === undefined || end >= start; // what is malformed is told of itself
});

/** Somebody looked, and the payload was the same from the first moment to the last. */
export class CheckBody implements Said<SourceChecked> {
  @Instant()
  from!: string;
  @Instant({ example: '2025-10-28T19:00:00Z' })
  @endsNoSooner
  to!: string;
  @Text(200, { example: 'sha256:9f86d081884c7d65', description: 'tells one payload from another' })
  payloadHash!: string;
}

export class DegradationBody implements Said<SourceDegraded> {
  @Instant()
  at!: string;
  @Text(2000, { example: 'Half of the levels moved at once.' })
  reason!: string;
}

export class RecoveryBody implements Said<SourceRecovered> {
  @Instant()
  at!: string;
}
