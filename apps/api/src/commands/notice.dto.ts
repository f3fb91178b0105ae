import { IsNumber, IsObject } from 'class-validator';
import type { Facets } from '../../../../libs/situations/src/index.js';
import { check, Count, field, Flag, OneOf, Part, Text } from '../http/fields.js';
import { AuthorityId, DestinationCode, ThingId } from '../http/ids.js';
import { Bound } from '../http/times.js';
import { FactBody } from './fact.dto.js';
import { endsAfterItBegins } from './validity.js';

const SCOPES: readonly unknown[] = ['country', 'parts'];
const isArea = (area: unknown): boolean => typeof area === 'string' && area.trim() !== '' && area.length <= 200;
const isScope = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.length <= 200 && value.every(isArea) : SCOPES.includes(value);

const Scope = () =>
  field(
    [check('not-allowed-value', 'is none of country, parts, nor a list of 1 to 200 areas', isScope)],
    {
      oneOf: [
        { type: 'string', enum: ['country', 'parts'] },
        { type: 'array', items: { type: 'string' } },
      ],
    },
    { optional: true },
  );

export class LevelBody {
  @Text(100, { example: '4', description: 'the authority’s own value, as it writes it' })
  native!: string;
  @field(
    [IsNumber(), check('not-allowed-value', 'is none of 1, 2, 3, 4, null', (value) => [1, 2, 3, 4].includes(value as number))],
    { type: 'integer', enum: [1, 2, 3, 4] },
    { optional: true, nullable: true, description: 'from the table of schemes, where absent' },
  )
  rank?: 1 | 2 | 3 | 4 | null;
  @AuthorityId({ description: 'whose scale native is on' })
  scheme!: string;
}

class FacetsBody implements Omit<Facets, 'level'> {
  @Part(() => LevelBody, { optional: true })
  level?: LevelBody;
  @Scope()
  scope?: 'country' | 'parts' | string[];
  @OneOf(['none', 'authorized', 'ordered', 'staff-withdrawn', 'lifted', 'unknown'], { optional: true })
  departure?: NonNullable<Facets['departure']>;
  @OneOf(['none', 'consider-leaving', 'leave-now', 'leave-if-safe', 'shelter', 'unknown'], { optional: true })
  action?: NonNullable<Facets['action']>;
  @OneOf(['commercial-air', 'air', 'road', 'any', 'unknown'], { optional: true })
  means?: NonNullable<Facets['means']>;
  @OneOf(['open', 'disrupted', 'closed', 'unknown'], { optional: true })
  airport?: NonNullable<Facets['airport']>;
  @OneOf(['usable', 'avoid', 'unsafe', 'unknown'], { optional: true })
  overland?: NonNullable<Facets['overland']>;
  @OneOf(['normal', 'limited', 'suspended', 'unknown'], { optional: true })
  services?: NonNullable<Facets['services']>;
}

const isSections = (value: unknown): boolean =>
  Object.entries(value as object).length <= 200 &&
  Object.entries(value as object).every(
    ([name, text]) => name.length > 0 && name.length <= 200 && typeof text === 'string' && text.length <= 200_000,
  );

class ContentBody {
  @field(
    [IsObject(), check('malformed', 'is no object of at most 200 named texts', isSections)],
    { type: 'object', additionalProperties: { type: 'string' } },
    {
      example: { 'Safety and security': 'Leave now by commercial flight.' },
      description: 'every section of the advisory’s pages as it now reads, by title: one that is left out counts as taken off',
    },
  )
  sections!: Record<string, string>;
}

export class NoticeBody extends FactBody {
  @ThingId({ optional: true, description: 'derived where absent' })
  noticeId?: string;
  @AuthorityId()
  authority!: string;
  @DestinationCode()
  destination!: string;
  @Count(1, 1000, { optional: true, description: 'order within the authority’s day; 1 where absent' })
  seq?: number;
  @Part(() => FacetsBody, { description: 'only those that this notice stated or changed' })
  facets!: FacetsBody;
  @Text(10_000, { optional: true, nullable: true, description: 'the publisher’s own words about the change' })
  note?: string | null;
  @Text(5000, { optional: true, description: 'what changed, in the recorder’s words' })
  summary?: string;
  @Part(() => ContentBody, { optional: true })
  content?: ContentBody;
  @Flag({ optional: true, description: 'the source itself reports that the note tells less than the change' })
  assertedUnderstates?: boolean;
  @Bound({ optional: true }, [endsAfterItBegins])
  validTo?: string;
  @Flag({ optional: true, description: 'false records the first sight of an advisory; true where absent' })
  change?: boolean;
}
