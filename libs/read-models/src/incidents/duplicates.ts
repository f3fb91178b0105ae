import { DAY_MS, occurredRange, type Occurred, type Place, type IncidentKind } from '../../../situations/src/index.js';
import type { DuplicateCandidate } from './duplicates.answer.js';
import type { FigureAnswer } from './incidents.answer.js';

/** What is compared of an incident that stands for itself. */
export type Comparable = { incidentId: string; kind: IncidentKind; place: Place; occurred: Occurred };
export type Pair = {
  readonly first: Comparable;
  readonly second: Comparable;
  readonly distanceKm: number | null;
  readonly samePlaceName: boolean;
  readonly daysApart: number;
};

const MAX_KM = 5;
const MAX_DAYS = 2;
/** Mean radius of the earth (IUGG R1), km. */
const EARTH_KM = 6371.0088;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance by the haversine formula; null where a place has no coordinates. */
export const distanceKm = (one: Place, other: Place): number | null => {
  if (one.lat === undefined || one.lon === undefined || other.lat === undefined || other.lon === undefined) return null;
  const halves = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const h = halves(one.lat, other.lat) + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * halves(one.lon, other.lon);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
};

/** Ségou is segou. */
const plainName = ({ name }: Place): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

type Recent = { readonly incident: Comparable; readonly start: number; readonly end: number; readonly name: string };

/** Five kilometres are less than this everywhere: spares most of the trigonometry. */
const MAX_LATITUDES = 0.05;
const isFar = ({ place: { lat } }: Comparable, { place: { lat: other } }: Comparable): boolean =>
  lat !== undefined && other !== undefined && (lat - other > MAX_LATITUDES || other - lat > MAX_LATITUDES);

const pairOf = (first: Recent, second: Recent): Pair | undefined => {
  if (isFar(first.incident, second.incident)) return undefined;
  const km = distanceKm(first.incident.place, second.incident.place);
  const samePlaceName = first.name === second.name;
  if (km === null ? !samePlaceName : km > MAX_KM) return undefined;
  const daysApart = Math.max(0, second.start - first.end) / DAY_MS;
  return { first: first.incident, second: second.incident, distanceKm: km, samePlaceName, daysApart };
};

/** Pairs of one kind, near in space and time. `incidents` come in the order of their start. */
export const pairsOf = (incidents: readonly Comparable[]): Pair[] => {
  const pairs: Pair[] = [];
  /** Of each kind those that are not yet more than two days past. */
  const recent = new Map<IncidentKind, Recent[]>();
  for (const incident of incidents) {
    const { start, end } = occurredRange(incident.occurred);
    const near = (recent.get(incident.kind) ?? []).filter((other) => start - other.end <= MAX_DAYS * DAY_MS);
    const one: Recent = { incident, start, end, name: plainName(incident.place) };
    for (const other of near) {
      const pair = pairOf(other, one);
      if (pair !== undefined) pairs.push(pair);
    }
    near.push(one);
    recent.set(incident.kind, near);
  }
  return pairs;
};

const rounded = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;

type Figures = readonly Pick<FigureAnswer, 'measure' | 'group' | 'used'>[];
/** Figures in use of one measure and group: those that agree, and of how many. */
const commonFigures = (one: Figures, other: Figures) => {
  const both = one.flatMap(({ measure, group, used: { low } }) => {
    const match = other.find((figure) => figure.measure === measure && figure.group === group);
    return low === null || match === undefined || match.used.low === null ? [] : [{ measure, group, low, agrees: match.used.low === low }];
  });
  return { of: both.length, same: both.filter(({ agrees }) => agrees).map(({ measure, group, low }) => ({ measure, group, low })) };
};

export const candidateOf = (pair: Pair, figuresOf: (incidentId: string) => Figures): DuplicateCandidate => {
  const { first, second, distanceKm: km, samePlaceName, daysApart } = pair;
  const common = commonFigures(figuresOf(first.incidentId), figuresOf(second.incidentId));
  const parts = [
    km === null ? 0.5 : 1 - km / MAX_KM,
    1 - daysApart / MAX_DAYS,
    ...(common.of === 0 ? [] : [common.same.length / common.of]),
  ];
  const told = ({ incidentId, place, occurred }: Comparable) => ({ incidentId, place: place.name, occurred });
  return {
    kind: first.kind,
    incidents: [told(first), told(second)],
    likeness: rounded(parts.reduce((sum, part) => sum + part, 0) / parts.length, 3),
    reasons: { distanceKm: km === null ? null : rounded(km, 1), samePlaceName, daysApart: rounded(daysApart, 1), sameFigures: common.same },
  };
};
