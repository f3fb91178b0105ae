import type { DecisionLag, Reaction, TriggerLag } from '../../../../libs/read-models/src/index.js';
import { asOfView } from '../as-of.view.js';
import type { Answer } from '../http/answer.js';
import { counted, since, span } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { type Cell, table } from '../terminal/table.js';
import { paragraph } from '../terminal/wrap.js';
import { capital } from '../words.js';
import { authoritiesView, byKindView, reversalsView } from './authorities.view.js';

const NONE_YET = { text: 'none yet', style: 'dim' } as const;

/** A delay, which may be negative. */
const delayWords = (seconds: number | null): string => {
  if (seconds === null) return 'none yet';
  return seconds < 0 ? `${span(-seconds)} before` : span(seconds);
};

const triggerCells = ({ from, kind, subject, id }: TriggerLag): Cell[] => [
  since(from),
  [subject === null ? kind : `${kind} ${subject}`, { text: id, style: 'dim' }],
];

const movers = (authorities: readonly string[], { reactions }: TriggerLag): Cell => {
  const [first] = authorities;
  const delay = reactions.find(({ authority }) => authority === first)?.sinceStartSeconds;
  return first === undefined ? NONE_YET : [authorities.join(', '), { text: delayWords(delay ?? null), style: 'dim' }];
};

const ofAll = (triggers: readonly TriggerLag[], screen: Screen): string =>
  table(
    [{ title: 'Began', min: 10, max: 10 }, { title: 'What' }, { title: 'First mover' }, { title: 'Last mover' }, { title: 'None yet' }],
    triggers.map((trigger) => [
      ...triggerCells(trigger),
      movers(trigger.firstMovers, trigger),
      movers(trigger.lastMovers, trigger),
      trigger.noneYet.join(', '),
    ]),
    screen,
  );

const doubts = ({ orderCertain, sameStart }: Reaction): string[] => [
  ...(orderCertain === false ? ['order not known'] : []),
  ...(sameStart.length > 0 ? [`${counted(sameStart.length, 'change')} at its start`] : []),
];

const ofOne = (triggers: readonly TriggerLag[], screen: Screen): string =>
  table(
    [
      { title: 'Began', min: 10, max: 10 },
      { title: 'What' },
      { title: 'Next change', min: 10 },
      { title: 'Delay' },
      { title: 'By publication' },
      { title: 'Doubts', min: 14 },
    ],
    triggers.flatMap((trigger) =>
      trigger.reactions.map((reaction): Cell[] => [
        ...triggerCells(trigger),
        reaction.change === null ? NONE_YET : [since(reaction.change.validFrom), { text: reaction.change.noticeId, style: 'dim' }],
        reaction.change === null ? '' : delayWords(reaction.sinceStartSeconds),
        reaction.change === null ? '' : delayWords(reaction.sincePublicSeconds),
        doubts(reaction).join('; '),
      ]),
    ),
    screen,
  );

/** What people must know to read the tables; all definitions are in the answer. */
const TOLD = ['sinceStartSeconds', 'sincePublicSeconds', 'change'] as const;
const NAMES: Readonly<Record<(typeof TOLD)[number], string>> = {
  sinceStartSeconds: 'delay',
  sincePublicSeconds: 'by publication',
  change: 'change',
};

/** `authority` where only one was asked for: then each of its delays is told. */
export const lagView = (answer: Answer<DecisionLag>, screen: Screen, authority?: string): string => {
  const { situation, from, to, triggers, authorities, definitions } = answer;
  return [
    paragraph(`Decision lag of guidance in ${situation}`, screen, { style: 'bold' }),
    asOfView(answer, screen),
    paragraph(`From ${since(from)} to ${since(to)}: ${counted(triggers.length, 'trigger')}.`, screen),
    '',
    ...(triggers.length === 0
      ? [paragraph('Nothing is recorded in this period to which guidance could answer.', screen), '']
      : [authority === undefined ? ofAll(triggers, screen) : ofOne(triggers, screen), '']),
    ...(authorities.length === 0
      ? [paragraph('No guidance is recorded.', screen), '']
      : [authoritiesView(authorities, screen), '', reversalsView(authorities, screen), '']),
    ...(authority === undefined || authorities.length === 0 || triggers.length === 0 ? [] : [byKindView(authorities, screen), '']),
    ...TOLD.map((name) => paragraph(`${capital(NAMES[name])}: ${definitions[name] ?? ''}.`, screen, { style: 'dim' })),
    paragraph('--json has all definitions.', screen, { style: 'dim' }),
  ].join('\n');
};
