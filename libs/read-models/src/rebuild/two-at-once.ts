/** Tables that are worked on at once: PostgreSQL uses a core for each. */
const AT_ONCE = 2;

/** Runs `work` on every item, two at a time, begun in order. Rejects with the first failure, when nothing runs any more. */
export const twoAtOnce = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  const left = items.values();
  const failures: unknown[] = [];
  const runner = async () => {
    for (const item of left) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runner));
  if (failures.length > 0) throw failures[0];
};
