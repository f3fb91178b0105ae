import { OBSERVATION, SITUATION } from '../../apps/api/src/commands/examples.js';
import type { Entry, Ledger } from './ledger.js';

/** The stream that {@link report} writes. */
export const ROAD = 'observation/corridor-status/senegal';

/** A report; on the same road as all others of the situation, where no `subject` says otherwise. */
export const report = (ledger: Ledger, situation: string, subject = OBSERVATION.subject): Promise<Entry> =>
  ledger.send(situation, '/observations', { ...OBSERVATION, subject, observationId: `o-${ledger.entries.length}` });

/** Opens the situation, with one report in it. */
export const open = async (ledger: Ledger, situation: string): Promise<void> => {
  await ledger.send(situation, '', SITUATION);
  await report(ledger, situation);
};
