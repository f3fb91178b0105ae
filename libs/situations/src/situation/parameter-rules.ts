import { Rejected } from '../../../decider/src/index.js';
import { checkId, checkPlace, checkTime } from '../fact-rules.js';
import type { Corridor, Parameters } from './situation.events.js';

/** Sums of decimal shares such as 0.1 + 0.2 + 0.7 may exceed 1 by the error of binary fractions. */
const SUM_TOLERANCE = 1e-9;
/** Sorts before every date: the share that always held. */
const ALWAYS = '';

/** Throws Rejected, naming the parameter at fault. */
export const checkParameters = ({ corridors, fuelBaseline, mainCarriers, places }: Parameters): void => {
  if (corridors !== undefined) checkCorridors(corridors);
  if (fuelBaseline !== undefined && !(fuelBaseline.tankersPerDay > 0)) {
    throw new Rejected('baseline-range', 'a loss is measured against more than no tankers a day', 'parameters.fuelBaseline.tankersPerDay');
  }
  mainCarriers?.forEach(({ subject }, index) => checkId(subject, `parameters.mainCarriers.${index}.subject`));
  if (mainCarriers !== undefined)
    checkNamedOnce(
      mainCarriers.map(({ subject }) => subject),
      'parameters.mainCarriers',
      'subject',
    );
  places?.forEach((place, index) => checkPlace(place, `parameters.places.${index}`));
  if (places !== undefined)
    checkNamedOnce(
      places.map(({ name }) => name),
      'parameters.places',
      'name',
    );
};

const checkNamedOnce = (names: readonly string[], path: string, field: string): void => {
  const index = names.findIndex((name, at) => names.indexOf(name) !== at);
  if (index !== -1) throw new Rejected('parameter-repeated', `${names[index]} is named twice`, `${path}.${index}.${field}`);
};

const checkCorridors = (corridors: readonly Corridor[]): void => {
  const path = 'parameters.corridors';
  corridors.forEach(({ subject, shares }, index) => {
    checkId(subject, `${path}.${index}.subject`);
    shares.forEach(({ from, share }, at) => {
      const field = `${path}.${index}.shares.${at}`;
      if (from !== undefined) checkTime(from, 'day', `${field}.from`);
      if (!(share > 0 && share <= 1))
        throw new Rejected('share-range', `a share of ${share} is not above 0 and at most 1`, `${field}.share`);
    });
    checkNamedOnce(
      shares.map(({ from }) => from ?? ALWAYS),
      `${path}.${index}.shares`,
      'from',
    );
  });
  checkNamedOnce(
    corridors.map(({ subject }) => subject),
    path,
    'subject',
  );

  for (const date of new Set(corridors.flatMap(({ shares }) => shares.map(({ from }) => from ?? ALWAYS)))) {
    const sum = corridors.reduce((total, corridor) => total + shareOn(corridor, date), 0);
    if (sum > 1 + SUM_TOLERANCE) {
      throw new Rejected('shares-exceed-one', `the shares${date === ALWAYS ? '' : ` from ${date}`} add up to ${sum}`, path);
    }
  }
};

/** The share in force on a day: that of the latest date until then, none before the first. */
const shareOn = ({ shares }: Corridor, date: string): number =>
  shares.reduce<{ since: string; share: number } | undefined>((found, { from: since = ALWAYS, share }) => {
    return since <= date && (found === undefined || since > found.since) ? { since, share } : found;
  }, undefined)?.share ?? 0;
