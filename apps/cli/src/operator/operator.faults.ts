import { EXIT, type Fault } from '../exit-code.js';
import { ServerUnreachable } from './operator.errors.js';

/** Of PostgreSQL: no such table, no such schema. */
const NOT_MADE = ['42P01', '3F000'];

/** What to tell of an error of what operators' commands are made of. They are known by name: their libraries are loaded only where they are needed. */
export const operatorFault = (error: unknown): Fault | undefined => {
  if (error instanceof ServerUnreachable) return { text: error.message, exit: EXIT.unreachable };
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (name === 'RecoveryRefused' || name === 'GapRefused' || name === 'DatabaseIsNewer')
    return { text: `Refused: ${message}`, exit: EXIT.refused };
  if (name === 'LogHalted') return { text: `The log cannot be judged: ${message}`, exit: EXIT.differs };
  if (name === 'LogUnavailable') return { text: message, exit: EXIT.unreachable };
  if (NOT_MADE.includes((error as { code?: string }).code ?? ''))
    return {
      text: 'there is no record here, or one of an older version: no projector of this version has run on this database',
      exit: EXIT.failed,
    };
  return undefined;
};
