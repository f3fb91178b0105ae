import type { Notice } from './advisory.events.js';

/**
 * A notice as schema 1 of AdvisoryObserved and AdvisoryChanged stored it, until 0.1: that it tells less than the change was said to be asserted,
 * and not by whom, since only the source of the notice itself could.
 */
export type Notice1 = Omit<Notice, 'understatedAccordingTo'> & { assertedUnderstates?: boolean };

/** Schema 1 to 2: who asserts it is the source of the notice. That nobody does is said by leaving it out. */
export const noticeFrom1 = (data: Record<string, unknown>): Record<string, unknown> => {
  // Number 1 knew no such field, so whatever stands there was never read.
  const { assertedUnderstates, understatedAccordingTo: _, ...rest } = data as Notice1 & Pick<Notice, 'understatedAccordingTo'>;
  return assertedUnderstates === true ? { ...rest, understatedAccordingTo: rest.source.id } : rest;
};
