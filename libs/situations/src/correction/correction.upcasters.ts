import { noticeFrom1 } from '../advisory/advisory.upcasters.js';

/** Schema 1 to 2 of FactCorrected: a notice that it holds as replacement is of the new shape too. */
export const factCorrectedFrom1 = (data: Record<string, unknown>): Record<string, unknown> => {
  const replacement = data['replacement'] as Record<string, unknown>;
  const isNotice = replacement['type'] === 'AdvisoryObserved' || replacement['type'] === 'AdvisoryChanged';
  return isNotice ? { ...data, replacement: noticeFrom1(replacement) } : data;
};
