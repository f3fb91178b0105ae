import type { Look, Unchanged } from './diff.answer.js';

/** Whether somebody looked after `from` (RFC 3339, UTC, as all times here), and who looked last. */
export const standingOf = (from: string, looks: readonly Look[]): Pick<Unchanged, 'standing' | 'lastLooked' | 'lookedBy'> => {
  const last = looks.reduce<Look | undefined>((latest, look) => (latest === undefined || look.at > latest.at ? look : latest), undefined);
  return {
    standing: last !== undefined && last.at > from ? 'still-in-force' : 'nobody-looked',
    lastLooked: last?.at ?? null,
    lookedBy: last?.by ?? null,
  };
};
