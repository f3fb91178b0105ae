import { ApiProperty } from '@nestjs/swagger';
import type { Cause } from '../../../../libs/situations/src/index.js';
import { check, OneOf, Part, Text } from '../http/fields.js';
import { RecordId } from '../http/ids.js';
import { Instant } from '../http/times.js';
import { PublishedBody } from './fact.dto.js';
import { RECORDING_NAMES, type RecordingName } from './recordings.js';

class ReplacementBody {
  @OneOf(RECORDING_NAMES, { description: 'as what the fact was recorded', example: 'notice' })
  type!: RecordingName;
  @check('missing', 'is missing', (value) => value !== undefined)
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'the whole body as it should have been, as its route takes it' })
  body!: unknown;
}

/** A field that is declared is there, whether or not it was given. */
const given = (of: object, name: 'corrects' | 'retracts'): boolean => (of as CorrectionBody)[name] !== undefined;
const oneOfBoth = (_: unknown, of: object): boolean => given(of, 'corrects') !== given(of, 'retracts');
const withCorrects = (_: unknown, of: object): boolean => given(of, 'corrects');
const withRetracts = (_: unknown, of: object): boolean => given(of, 'retracts');

export class CorrectionBody {
  @RecordId({ optional: true, description: 'event whose content is wrong; with replacement' })
  @check('not-allowed-value', 'comes alone: a correction either corrects or retracts', oneOfBoth)
  corrects?: string;
  @RecordId({ optional: true, description: 'event to take back: a fact, a correction or a retraction' })
  retracts?: string;
  @Part(() => ReplacementBody, { optional: true })
  @check('not-allowed-value', 'comes with corrects', withCorrects)
  replacement?: ReplacementBody;
  @Text(2000, { description: 'why the record was wrong', example: 'The report says authorized, not ordered.' })
  reason!: string;
  @OneOf(['transcription', 'source-revised'], {
    description:
      'transcription: it was written down wrongly, so the public never knew it so; source-revised: the source said otherwise later',
  })
  cause!: Cause;
  @Part(() => PublishedBody, { optional: true, description: 'when the source took it back' })
  @check('not-allowed-value', 'comes with retracts: a replacement carries its own', withRetracts)
  publishedAt?: PublishedBody;
  @Instant({ optional: true })
  @check('not-allowed-value', 'comes with retracts: a replacement carries its own', withRetracts)
  observedAt?: string;
}

export class CorrectionQuery {
  @OneOf(['true', 'false'], { optional: true, description: 'true: answers what would change, and records nothing' })
  dryRun?: 'true' | 'false';
}
