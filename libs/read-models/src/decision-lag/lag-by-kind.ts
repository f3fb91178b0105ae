import type { LagByKind, TriggerLag } from './decision-lag.answer.js';
import type { Advisory } from './reactions.js';

/** How an advisory answered to the triggers of each kind, in the order of their first trigger. */
export const lagByKind = ({ authority, destination }: Advisory, triggers: readonly TriggerLag[]): LagByKind[] => {
  const kinds = new Map<string, TriggerLag[]>();
  for (const trigger of triggers) {
    const kind = `${trigger.trigger} ${trigger.kind}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), trigger]);
  }
  return [...kinds.values()].map((ofKind): LagByKind => {
    const { trigger, kind } = ofKind[0]!;
    const delays = ofKind
      .flatMap(({ reactions }) => reactions.filter((reaction) => reaction.authority === authority && reaction.destination === destination))
      .flatMap(({ sinceStartSeconds }) => sinceStartSeconds ?? [])
      .toSorted((a, b) => a - b);
    return {
      trigger,
      kind,
      triggers: ofKind.length,
      answered: delays.length,
      shortestSeconds: delays[0] ?? null,
      medianSeconds: delays[Math.floor((delays.length - 1) / 2)] ?? null,
      longestSeconds: delays.at(-1) ?? null,
    };
  });
};
