import { check, field, OneOf, Text } from '../http/fields.js';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString } from 'class-validator';

const READ_MODEL = /^[a-z][a-z_]{0,40}$/;
const MOST = 20;

/** What to rebuild, together and in one pass over the log. */
export class RebuildBody {
  @field(
    [
      IsArray(),
      ArrayMinSize(1),
      ArrayMaxSize(MOST),
      IsString({ each: true }),
      check('id-malformed', 'a read model is called by small letters and _', (names) =>
        (names as unknown[]).every((name) => READ_MODEL.test(name as string)),
      ),
    ],
    { type: [String], minItems: 1, maxItems: MOST },
    { example: ['travel_status'] },
  )
  readModels!: string[];
}

export class RebuildQuery {
  @OneOf(['true', 'false'], { optional: true, description: 'true: answers what would be done, and begins nothing' })
  plan?: 'true' | 'false';
}

export class ApprovalBody {
  @Text(2000, { example: 'Departures are counted from the notice that announced them.' })
  reason!: string;
}

export class OfRebuild {
  @field(
    [IsString(), check('id-malformed', 'a rebuild is called by its number', (id) => /^[1-9]\d{0,8}$/.test(id as string))],
    { type: 'integer', minimum: 1 },
    { example: 7 },
  )
  rebuildId!: string;
}
