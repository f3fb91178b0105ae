import type { GuidanceChange, Page } from '../../../../libs/read-models/src/index.js';
import { type Cell, csvOf } from '../http/csv.js';
import type { Coordinates } from './as-of.reader.js';

/** What one row tells: a facet, a section, or (empty) a notice that changed neither. */
type Part = {
  part: 'facet' | 'section' | '';
  name: string;
  before: string;
  after: string;
  sectionChange?: string;
  aboutSafety?: boolean;
  beyondFormatting?: boolean;
  linesAdded?: number;
  linesRemoved?: number;
};

const isLevel = (value: object): value is { native: string } => 'native' in value;

/** A facet's value in one cell; nothing where it was never stated. */
const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join('; ');
  return typeof value === 'object' ? (isLevel(value) ? value.native : JSON.stringify(value)) : String(value);
};

const partsOf = ({ facets, text }: GuidanceChange): Part[] => {
  const parts = [
    ...Object.entries(facets).map(([name, { before, after }]): Part => ({
      part: 'facet',
      name,
      before: cellOf(before),
      after: cellOf(after),
    })),
    ...(text?.sections ?? []).map(({ title, change, ...section }): Part => ({
      part: 'section',
      name: title,
      before: '',
      after: '',
      sectionChange: change,
      ...section,
    })),
  ];
  return parts.length > 0 ? parts : [{ part: '', name: '', before: '', after: '' }];
};

type Row = { change: GuidanceChange; part: Part; asked: Coordinates };

/** Every row is complete in itself, so that rows may be sorted, filtered and cut out. */
const COLUMNS: Readonly<Record<string, (row: Row) => Cell | undefined>> = {
  authority: ({ change }) => change.authority,
  destination: ({ change }) => change.destination,
  validFrom: ({ change }) => change.validFrom,
  validTo: ({ change }) => change.validTo,
  firstSight: ({ change }) => change.firstSight,
  kind: ({ change }) => change.kind,
  noteUnderstates: ({ change }) => change.noteUnderstates,
  understates: ({ change }) => change.understates.map(({ because }) => because).join('; '),
  note: ({ change }) => change.note,
  summary: ({ change }) => change.summary,
  part: ({ part }) => part.part,
  name: ({ part }) => part.name,
  before: ({ part }) => part.before,
  after: ({ part }) => part.after,
  sectionChange: ({ part }) => part.sectionChange,
  aboutSafety: ({ part }) => part.aboutSafety,
  beyondFormatting: ({ part }) => part.beyondFormatting,
  linesAdded: ({ part }) => part.linesAdded,
  linesRemoved: ({ part }) => part.linesRemoved,
  occurredFrom: ({ change }) => change.occurred.from,
  occurredPrecision: ({ change }) => change.occurred.precision,
  publishedAt: ({ change }) => change.publishedAt?.at,
  publishedPrecision: ({ change }) => change.publishedAt?.precision,
  publishedBasis: ({ change }) => change.publishedAt?.basis,
  observedAt: ({ change }) => change.observedAt,
  publicFrom: ({ change }) => change.publicFrom,
  recordedAt: ({ change }) => change.recordedAt,
  delaySeconds: ({ change }) => change.delaySeconds,
  sourceId: ({ change }) => change.source.id,
  sourceTitle: ({ change }) => change.source.title,
  sourceUrl: ({ change }) => change.source.url,
  confidence: ({ change }) => change.confidence,
  noticeId: ({ change }) => change.noticeId,
  eventId: ({ change }) => change.eventId,
  eventPosition: ({ change }) => change.position,
  stream: ({ change }) => change.stream,
  version: ({ change }) => change.version,
  situation: ({ asked }) => asked.situation,
  validAt: ({ asked }) => asked.validAt,
  knownAt: ({ asked }) => asked.knownAt,
  clock: ({ asked }) => asked.clock,
  position: ({ asked }) => asked.position,
  model: ({ asked }) =>
    Object.entries(asked.model)
      .map(([name, version]) => `${name} ${version}`)
      .join('; '),
};

/** A page of changes as a table: one row a facet or section that a notice changed, with the coordinates of the answer in each. */
export const guidanceChangesCsv = (answer: Coordinates & Page<GuidanceChange>): string => {
  const columns = Object.values(COLUMNS);
  const rows = answer.items.flatMap((change) =>
    partsOf(change).map((part) => columns.map((column): Cell => column({ change, part, asked: answer }) ?? null)),
  );
  return csvOf([Object.keys(COLUMNS), ...rows]);
};
