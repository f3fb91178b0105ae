import type { Recovery, RecoveryPlan } from '../../../../../libs/verification/src/index.js';
import type { Screen } from '../../terminal/screen.js';
import { clean, paragraph } from '../../terminal/wrap.js';

const number = (count: number): string => count.toLocaleString('en-GB');
const records = (count: number): string => `${number(count)} record${count === 1 ? '' : 's'}`;

const WORDS: Readonly<Record<RecoveryPlan['topic'], string>> = {
  missing: 'There is no such topic.',
  kept: 'The topic is there, and begins as the record does.',
  'in pieces': 'The topic is in pieces, and everything in it is in the record.',
};

const missingOf = ({ partitions }: RecoveryPlan): number => partitions.reduce((sum, { from, last }) => sum + last + 1 - from, 0);

const placesOf = ({ partitions }: RecoveryPlan): string =>
  partitions
    .filter(({ from, last }) => from <= last)
    .map(({ partition, from, last }) => (from === last ? `${partition}-${from}` : `${partition}-${from}..${last}`))
    .join(' ');

const standing = (plan: RecoveryPlan, screen: Screen): string[] => [
  paragraph(`${WORDS[plan.topic]} ${plan.compared === 0 ? '' : `${records(plan.compared)} of it were compared.`}`.trimEnd(), screen),
  ...plan.pieces.map((piece) => paragraph(clean(piece), screen, { indent: 2 })),
  ...plan.saved.map(({ partition, from, last }) =>
    paragraph(`${partition}-${from} to ${partition}-${last} were not judged yet: PostgreSQL keeps them meanwhile`, screen, { indent: 2 }),
  ),
  ...plan.brokenDuties.map((duty) => paragraph(clean(duty), screen, { indent: 2 })),
];

export const planView = (plan: RecoveryPlan, screen: Screen): string => {
  const missing = missingOf(plan);
  const duties = plan.brokenDuties.length > 0 ? ' Its duties would be set.' : '';
  const remove = plan.topic === 'in pieces' ? 'It would be removed and made anew. ' : plan.topic === 'missing' ? 'It would be made. ' : '';
  return [
    ...standing(plan, screen),
    missing === 0
      ? paragraph(`Nothing is missing.${duties}`, screen)
      : paragraph(`${remove}${records(missing)} would be sent: ${placesOf(plan)}.${duties}`, screen),
  ].join('\n');
};

export const recoveryView = (done: Recovery, screen: Screen): string =>
  [
    ...standing(done, screen),
    done.sent === 0
      ? paragraph('Nothing was missing.', screen, { style: 'green' })
      : paragraph(`${records(done.sent)} sent, read back and found equal, with positions and times: ${placesOf(done)}.`, screen, {
          style: 'green',
        }),
  ].join('\n');
