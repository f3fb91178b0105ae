/** By incident the one that speaks for it, at the end of the chain of merges `into`. Those that speak for themselves are left out. */
export const speakersOf = (into: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const speakers = new Map<string, string>();
  for (const incident of into.keys()) {
    const speaker = speakerOf(incident, into);
    if (speaker !== incident) speakers.set(incident, speaker);
  }
  return speakers;
};

/**
 * Decisions make no circle, but merges and partings may be known in another order than they were decided: then the least of the circle
 * speaks, so that none is lost.
 */
const speakerOf = (incident: string, into: ReadonlyMap<string, string>): string => {
  const path = [incident];
  for (let next = into.get(incident); next !== undefined; next = into.get(next)) {
    const seen = path.indexOf(next);
    if (seen !== -1) return path.slice(seen).reduce((least, other) => (other < least ? other : least));
    path.push(next);
  }
  return path.at(-1) ?? incident;
};
