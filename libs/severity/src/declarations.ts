import type { ObservationInput } from './inputs.js';
import type { Reports } from './reports.js';
import { standingAt, tracksOf } from './track.js';

const settles = (input: ObservationInput): boolean =>
  input.kind === 'blockade-status' && ['declared', 'lifted'].includes(input.value.status);

/**
 * Blockades declared and not lifted, by subject: of the reports `declared` and `lifted` on a subject the one that stands decides, whatever its
 * age. `escalated`, `eased` and `unknown` leave a declaration standing; its own validTo ends it.
 */
export const declarations = ({ observed }: Reports) => {
  const reports = observed('blockade-status').filter(settles);
  const tracks = tracksOf(reports);
  return {
    reports,
    standingAt: (at: number): readonly string[] =>
      tracks.flatMap((track) => {
        const report = standingAt(track, at);
        const declared = report?.kind === 'blockade-status' && report.value.status === 'declared';
        return declared && (report.validTo === undefined || report.validTo > at) ? [report.eventId] : [];
      }),
  };
};
