import type { Move, Reaction, Trigger, TriggerLag } from './decision-lag.answer.js';

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** Whose guidance: an authority may advise on several destinations. */
export type Advisory = Pick<Move, 'authority' | 'destination'>;

const reactionOf = ({ authority, destination }: Advisory, trigger: Trigger, moves: readonly Move[]): Reaction => {
  const next = moves.find(({ validFrom }) => validFrom > trigger.from);
  const sameStart = moves.filter(({ validFrom }) => validFrom === trigger.from).map(({ eventId }) => eventId);
  if (next === undefined) {
    return { authority, destination, change: null, sinceStartSeconds: null, sincePublicSeconds: null, orderCertain: null, sameStart };
  }
  const { eventId, noticeId, validFrom, publicFrom } = next;
  return {
    authority,
    destination,
    change: { eventId, noticeId, validFrom, publicFrom },
    sinceStartSeconds: secondsBetween(trigger.from, validFrom),
    sincePublicSeconds: secondsBetween(trigger.publicFrom, publicFrom),
    orderCertain: validFrom >= trigger.to,
    sameStart,
  };
};

const delayed = (reactions: readonly Reaction[], seconds: number | undefined): string[] => [
  ...new Set(reactions.filter(({ sinceStartSeconds }) => sinceStartSeconds === seconds).map(({ authority }) => authority)),
];

/** How each advisory answered to a trigger. `moves` are its material changes, in the order in which they took effect. */
export const lagOf = (trigger: Trigger, advisories: readonly { advisory: Advisory; moves: readonly Move[] }[]): TriggerLag => {
  const reactions = advisories.map(({ advisory, moves }) => reactionOf(advisory, trigger, moves));
  const answered = reactions.filter(({ change }) => change !== null);
  const delays = answered.map(({ sinceStartSeconds }) => sinceStartSeconds!);
  return {
    ...trigger,
    reactions,
    firstMovers: delays.length === 0 ? [] : delayed(answered, Math.min(...delays)),
    lastMovers: delays.length === 0 ? [] : delayed(answered, Math.max(...delays)),
    noneYet: [...new Set(reactions.filter(({ change }) => change === null).map(({ authority }) => authority))],
  };
};
