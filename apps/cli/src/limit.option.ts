import { InvalidArgumentError, Option } from 'commander';

const MOST = 100_000;

const limitOf = (text: string): number => {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > MOST) throw new InvalidArgumentError(`a whole number from 1 to ${MOST}`);
  return limit;
};

/** How many items of a list to fetch, over as many pages as that takes. */
export const limitOption = (): Option => new Option('--limit <number>', 'at most so many').default(500).argParser(limitOf);
