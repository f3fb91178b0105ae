import { iso } from '../../situations/src/index.js';
import { type Band, COMPONENT_IDS, type ComponentId } from './answer.js';
import { pointsOf } from './apportionment.js';
import { TTL_DAYS } from './formula.js';
import type { SeverityInput, SeverityParameters } from './inputs.js';
import { type Model, modelOf } from './model.js';
import type { Reading } from './reading.js';
import { bandAt, sharesOf } from './severity.js';
import { compareText } from './sorted-times.js';
import { isFresh, supersedes } from './track.js';

/** One side of a comparison: the inputs known, the parameters in force and the moment in milliseconds. */
export type DeltaSide = { inputs: readonly SeverityInput[]; parameters: SeverityParameters; validAt: number };

/** The points of one report in one component on either side, at most four decimals. */
export type DeltaItem = {
  component: ComponentId;
  fact: string;
  /** The event that says it on the later side; where it is gone, on the earlier. */
  eventId: string;
  kind: string;
  before: number;
  after: number;
  change: number;
};

/** `age`: an attack fades. `expired`: its ttl or validity has passed. `superseded`: another report stands in its place. */
export type DecayCause = 'age' | 'expired' | 'superseded';

type DeltaEnd = { validAt: string; score: number; band: Band; coverage: number };

/** Why the score differs. The changes of all items of the five lists add up to `change` exactly, in ten-thousandths. */
export type SeverityDelta = {
  from: DeltaEnd;
  to: DeltaEnd;
  change: number;
  components: readonly { id: ComponentId; before: number; after: number; change: number }[];
  /** Reports that came to be known, or to hold. */
  added: readonly DeltaItem[];
  /** The same reports, telling less or no more. */
  decayed: readonly (DeltaItem & { cause: DecayCause })[];
  /** Reports whose content is another now. */
  revised: readonly DeltaItem[];
  /** Reports no longer known. */
  retracted: readonly DeltaItem[];
  /** The same reports, telling the same: their points moved with the coverage, the parameters or what else is known. */
  rescaled: readonly DeltaItem[];
  coverage: { before: number; after: number; gained: readonly ComponentId[]; lost: readonly ComponentId[] };
};

type Side = { model: Model; at: number; acting: ReadonlyMap<string, SeverityInput>; parts: ReadonlyMap<string, Part> };
type Part = { component: ComponentId; reading: Reading; ticks: number };

const sideOf = ({ inputs, parameters, validAt: at }: DeltaSide): Side => {
  const model = modelOf(inputs, parameters);
  const parts = new Map<string, Part>();
  COMPONENT_IDS.forEach((component, index) => {
    for (const { reading, ticks } of sharesOf(model.assess(at).points[index] ?? 0, model.gauges[component].readingsAt(at))) {
      const key = `${component} ${reading.input.fact}`;
      parts.set(key, { component, reading, ticks: ticks + (parts.get(key)?.ticks ?? 0) });
    }
  });
  const acting = inputs.filter(({ start }) => start <= at).sort((a, b) => a.order - b.order || compareText(a.eventId, b.eventId));
  return { model, at, acting: new Map(acting.map((input) => [input.fact, input])), parts };
};

/** All that a report says; not which event says it, nor its rank among others. */
const contentOf = (input: SeverityInput): string => {
  const { type, kind, start, end, confidence } = input;
  const said = input.type === 'incident' ? [input.tankersLow] : [input.subject, input.validTo ?? null, Object.entries(input.value).sort()];
  return JSON.stringify([type, kind, start, end, confidence, said]);
};

const causeOf = (was: Part, to: Side, part: Part | undefined): DecayCause | undefined => {
  const now = to.acting.get(was.reading.input.fact);
  if (was.component === 'attack-pressure') return part === undefined || part.reading.value < was.reading.value ? 'age' : undefined;
  if (part !== undefined || now?.type !== 'observation') return undefined;
  for (const other of to.acting.values()) if (other.type === 'observation' && supersedes(other, now)) return 'superseded';
  return isFresh(now, to.at, TTL_DAYS[was.component]) ? undefined : 'expired';
};

const endOf = ({ model, at }: Side): DeltaEnd => {
  const { score, coverage } = model.assess(at);
  return { validAt: iso(at), score: pointsOf(score), band: bandAt(model, at), coverage };
};

/**
 * What moved the score between two moments, report by report. Each side may be of another knowledge, so that both "what happened" (one
 * knowledge, two moments) and "what did we learn" (one moment, two knowledges) can be asked. Throws RangeError where `to` is before `from`.
 */
export const severityDelta = (earlier: DeltaSide, later: DeltaSide): SeverityDelta => {
  if (later.validAt < earlier.validAt) throw new RangeError('a delta runs from the earlier moment to the later');
  const [from, to] = [sideOf(earlier), sideOf(later)];
  const [before, after] = [from.model.assess(from.at), to.model.assess(to.at)];
  const added: DeltaItem[] = [];
  const decayed: (DeltaItem & { cause: DecayCause })[] = [];
  const revised: DeltaItem[] = [];
  const retracted: DeltaItem[] = [];
  const rescaled: DeltaItem[] = [];
  const known = new Map([...from.parts, ...to.parts]);

  for (const [key, { component, reading }] of [...known].sort(([a], [b]) => compareText(a, b))) {
    const { fact, kind, eventId } = reading.input;
    const [was, is] = [from.parts.get(key), to.parts.get(key)];
    const [then, now] = [from.acting.get(fact), to.acting.get(fact)];
    const [had, has] = [was?.ticks ?? 0, is?.ticks ?? 0];
    const item = { component, fact, eventId, kind, before: pointsOf(had), after: pointsOf(has), change: pointsOf(has - had) };
    if (then === undefined) added.push(item);
    else if (now === undefined) retracted.push(item);
    else if (contentOf(then) !== contentOf(now)) revised.push({ ...item, eventId: now.eventId, kind: now.kind });
    else {
      const cause = was === undefined ? undefined : causeOf(was, to, is);
      if (cause !== undefined) decayed.push({ ...item, cause });
      else if (had !== has) rescaled.push(item);
    }
  }
  const knownIn = (values: readonly (number | null)[]) => COMPONENT_IDS.filter((_, index) => values[index] !== null);
  const [knew, know] = [knownIn(before.values), knownIn(after.values)];
  return {
    from: endOf(from),
    to: endOf(to),
    change: pointsOf(after.score - before.score),
    components: COMPONENT_IDS.map((id, index) => {
      const [had, has] = [before.points[index] ?? 0, after.points[index] ?? 0];
      return { id, before: pointsOf(had), after: pointsOf(has), change: pointsOf(has - had) };
    }),
    added,
    decayed,
    revised,
    retracted,
    rescaled,
    coverage: {
      before: before.coverage,
      after: after.coverage,
      gained: know.filter((id) => !knew.includes(id)),
      lost: knew.filter((id) => !know.includes(id)),
    },
  };
};
