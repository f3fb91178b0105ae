import type { ObservationKind } from '../../situations/src/index.js';
import type { IncidentInput, ObservationInput, SeverityInput } from './inputs.js';

/** The inputs parted once, so that no component walks through those of the others. */
export type Reports = {
  readonly incidents: readonly IncidentInput[];
  readonly observed: (kind: ObservationKind) => readonly ObservationInput[];
};

export const reportsOf = (inputs: readonly SeverityInput[]): Reports => {
  const incidents: IncidentInput[] = [];
  const byKind = new Map<ObservationKind, ObservationInput[]>();
  for (const input of inputs) {
    if (input.type === 'incident') incidents.push(input);
    else {
      const reports = byKind.get(input.kind);
      if (reports === undefined) byKind.set(input.kind, [input]);
      else reports.push(input);
    }
  }
  return { incidents, observed: (kind) => byKind.get(kind) ?? [] };
};
