import * as bsi from '../../../severity/src/index.js';
import type { AsOf } from '../as-of.js';
import type { Queryable } from '../postgres/queryable.js';
import { knownBy } from '../replay/known.js';
import { type Step, STEPS } from '../steps.js';
import { inputsOf } from './inputs.js';
import { RememberedRows } from './remembered-rows.js';
import { parametersIn, standing } from './told.js';

type Known = { inputs: bsi.SeverityInput[]; parameters: bsi.SeverityParameters };

/** What was known of all that begins by validAt. On the published clock the parameters are those in force at the position. */
const read = async (db: Queryable, situation: string, asOf: AsOf, remembered: RememberedRows): Promise<Known> => {
  const rows = await remembered.upTo(db, situation, asOf.position);
  const method: AsOf = asOf.clock === 'published' ? { ...asOf, knownAt: null } : asOf;
  return {
    inputs: inputsOf(standing(rows, knownBy(asOf), Date.parse(asOf.validAt))),
    parameters: parametersIn(rows, knownBy(method)) as bsi.SeverityParameters,
  };
};

export const severityNow = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  remembered = new RememberedRows(),
): Promise<bsi.Severity> => {
  const { inputs, parameters } = await read(db, situation, asOf, remembered);
  return bsi.severity(inputs, parameters, Date.parse(asOf.validAt));
};

/** Points at `from` and each `step` after it, up to and with `to` (RFC 3339 instants), all of one knowledge: asOf.validAt plays no part. */
export const severityHistory = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { from, to, step }: { from: string; to: string; step: Step },
  remembered = new RememberedRows(),
): Promise<{ formula: typeof bsi.FORMULA; points: readonly bsi.SeverityPoint[]; disclaimer: string }> => {
  const { inputs, parameters } = await read(db, situation, { ...asOf, validAt: to }, remembered);
  const points = bsi.severityHistory(inputs, parameters, { from: Date.parse(from), to: Date.parse(to), step: STEPS[step] });
  return { formula: bsi.FORMULA, points, disclaimer: bsi.DISCLAIMER };
};

/**
 * What moved the score between two moments in the world. Both sides know what asOf knows; with `knownFrom` the earlier side knows what was
 * known then on the same clock, so that revisions and retractions show. Throws RangeError where `to` is before `from`.
 */
export const severityDelta = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { from, to, knownFrom }: { from: string; to: string; knownFrom?: string },
  remembered = new RememberedRows(),
): Promise<bsi.SeverityDelta & { formula: typeof bsi.FORMULA; disclaimer: string }> => {
  const earlier = await read(db, situation, { ...asOf, validAt: from, ...(knownFrom !== undefined && { knownAt: knownFrom }) }, remembered);
  const later = await read(db, situation, { ...asOf, validAt: to }, remembered);
  const delta = bsi.severityDelta({ ...earlier, validAt: Date.parse(from) }, { ...later, validAt: Date.parse(to) });
  return { formula: bsi.FORMULA, ...delta, disclaimer: bsi.DISCLAIMER };
};
