/**
 * An immutable list that grows in O(1), its last member first. A stream may hold tens of thousands of facts: copying a Map for each of
 * them would make folding it quadratic, while a decision searches only once.
 */
export type Chain<T> = { readonly last: T; readonly before: Chain<T> } | undefined;

export const findLast = <T>(chain: Chain<T>, matches: (member: T) => boolean): T | undefined => {
  for (let at = chain; at !== undefined; at = at.before) if (matches(at.last)) return at.last;
  return undefined;
};
