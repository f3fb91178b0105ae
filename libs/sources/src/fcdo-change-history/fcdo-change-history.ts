import { createRequire } from 'node:module';

/** ISO 3166-1 alpha-2 codes (XK for Kosovo) by the name that a destination has in an address of GOV.UK. Where several places share a page, the first. */
const DESTINATIONS = createRequire(import.meta.url)('../../../../data/govuk-destinations.json') as Readonly<Record<string, string>>;

/** To be shown wherever the records are. */
export const ATTRIBUTION = 'Contains public sector information licensed under the Open Government Licence v3.0.';

/** What an import takes, as one line. */
export type NoticeLine = { readonly id: string; readonly type: 'notice'; readonly body: object };

/** A row cannot be read as a notice. Its message says why. */
export class BadRow extends Error {
  override readonly name = 'BadRow';
  constructor(
    readonly field: string,
    readonly code: 'not-json' | 'wrong-type' | 'missing' | 'not-allowed-value',
    readonly why: string,
  ) {
    super(field === '' ? why : `${field} ${why}`);
  }
}

const textOf = (row: Readonly<Record<string, unknown>>, field: string): string => {
  const value = row[field];
  if (value === undefined) throw new BadRow(field, 'missing', 'is missing');
  if (typeof value !== 'string') throw new BadRow(field, 'wrong-type', 'is no text');
  return value;
};

const rowOf = (text: string): Readonly<Record<string, unknown>> => {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    throw new BadRow('', 'not-json', 'the row is no JSON');
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new BadRow('', 'wrong-type', 'the row is no object');
  return row as Record<string, unknown>;
};

/**
 * One change of UK foreign travel advice, of which only the day and the publisher's note are known: a notice without facets. Its id follows from the
 * page, the day and the place in the day, so that importing the history again adds nothing. Throws {@link BadRow}.
 */
export const noticeOfRow = (text: string): NoticeLine => {
  const row = rowOf(text);
  const authority = textOf(row, 'authority');
  if (authority !== 'GB-FCDO') throw new BadRow('authority', 'not-allowed-value', 'is not GB-FCDO');
  if (textOf(row, 'datePrecision') !== 'day') throw new BadRow('datePrecision', 'not-allowed-value', 'is not day');
  const slug = textOf(row, 'slug');
  if (!Object.hasOwn(DESTINATIONS, slug))
    throw new BadRow('slug', 'not-allowed-value', `${slug.slice(0, 100)} is no destination that is known`);
  const day = textOf(row, 'publishedOn');
  const seq = row['seqInDay'];
  if (!Number.isInteger(seq)) throw new BadRow('seqInDay', seq === undefined ? 'missing' : 'wrong-type', 'is no whole number');
  const id = `gb-fcdo:${slug}:${day}:${String(seq)}`;
  return {
    id,
    type: 'notice',
    body: {
      noticeId: id,
      authority,
      destination: DESTINATIONS[slug],
      seq,
      facets: {},
      note: textOf(row, 'note'),
      occurred: { from: day, precision: 'day' },
      publishedAt: { at: day, precision: 'day', basis: 'stated' },
      source: {
        id: 'gov-uk-travel-advice',
        title: `GOV.UK travel advice: ${textOf(row, 'country')}. ${ATTRIBUTION}`,
        url: textOf(row, 'url'),
      },
      confidence: 'high',
    },
  };
};
