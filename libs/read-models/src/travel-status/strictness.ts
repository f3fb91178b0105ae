/** The facets whose values are ordered, from the least strict; equals share a number. What is not named never wins. */
export const STRICTNESS = {
  departure: { none: 0, lifted: 0, authorized: 1, 'staff-withdrawn': 2, ordered: 3 },
  action: { none: 0, 'consider-leaving': 1, 'leave-if-safe': 2, 'leave-now': 3 },
  airport: { open: 0, disrupted: 1, closed: 2 },
  overland: { usable: 0, avoid: 1, unsafe: 2 },
} as const satisfies Record<string, Readonly<Record<string, number>>>;

export type OrderedFacet = keyof typeof STRICTNESS;

/** Undefined for `unknown`, for `shelter`, which stands beside the order of leaving, and for any value that the order does not know. */
export const strictnessOf = (facet: OrderedFacet, value: string): number | undefined => {
  const order: Readonly<Record<string, number>> = STRICTNESS[facet];
  return Object.hasOwn(order, value) ? order[value] : undefined;
};
