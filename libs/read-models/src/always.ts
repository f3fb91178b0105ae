/** Start of what has no start of its own: a claim, a reclassification or a merge speaks of its incident, whenever that was. */
export const ALWAYS = { validFrom: '0001-01-01T00:00:00.000Z', day: '0001-01-01', seq: 0 } as const;
