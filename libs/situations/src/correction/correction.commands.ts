import type { FactCorrected, FactRetracted } from './correction.events.js';

/** `stream` is that of the event which is mended. */
export type CorrectFact = { type: 'CorrectFact'; stream: string } & Omit<FactCorrected, 'type'>;
export type RetractFact = { type: 'RetractFact'; stream: string } & Omit<FactRetracted, 'type'>;

export type CorrectionCommand = CorrectFact | RetractFact;
