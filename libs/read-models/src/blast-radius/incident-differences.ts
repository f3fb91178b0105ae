import type { Incident } from '../incidents/incidents.answer.js';
import type { BlastRadius, IncidentTold } from './blast-radius.answer.js';

const byText =
  <Item>(text: (item: Item) => string) =>
  (one: Item, other: Item): number =>
    text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0;

/** Without where it is recorded, and in an order that does not depend on it. */
const told = (incident: Incident | undefined): IncidentTold | null => {
  if (incident === undefined) return null;
  const { eventId: _event, recordedAt: _at, position: _position, version: _version, claims, figures, ...rest } = incident;
  return {
    ...rest,
    claims: claims
      .map(({ eventId: _said, recordedAt: _when, ...claim }) => claim)
      .sort(byText(({ incidentId, claimId }) => JSON.stringify([incidentId, claimId]))),
    figures: figures
      .map((figure) => ({ ...figure, claims: [...figure.claims].sort(byText(({ claimId }) => claimId)) }))
      .sort(byText(({ measure, group }) => JSON.stringify([measure, group]))),
  };
};

/** Those of `ids` that are told otherwise. */
export const incidentDifferences = (
  ids: readonly string[],
  before: ReadonlyMap<string, Incident>,
  after: ReadonlyMap<string, Incident>,
): BlastRadius['incidents'] =>
  ids.flatMap((incidentId) => {
    const sides = { before: told(before.get(incidentId)), after: told(after.get(incidentId)) };
    return JSON.stringify(sides.before) === JSON.stringify(sides.after) ? [] : [{ incidentId, ...sides }];
  });
