import type { Parameters } from '../../../situations/src/index.js';
import type { SituationAnswer } from './situations.answer.js';

/** An event of the stream `situation`, as the timeline tells it: what cannot be read has another type. */
export type SituationEntry = { type: string; text: string; detail: unknown; version: number; recordedAt: string };

/** Undefined before it was opened. */
export const situationFrom = (situation: string, entries: readonly SituationEntry[]): SituationAnswer | undefined => {
  let answer: SituationAnswer | undefined;
  for (const { type, text, detail, version, recordedAt } of entries) {
    if (type === 'SituationOpened' && answer === undefined) {
      const { summary, destinations } = detail as Pick<SituationAnswer, 'summary' | 'destinations'>;
      answer = {
        situation,
        title: text,
        summary,
        destinations,
        status: 'open',
        version,
        openedAt: recordedAt,
        closedAt: null,
        parameters: {},
      };
    } else if (answer !== undefined) {
      answer.version = version;
      if (type === 'SituationParametersSet') answer.parameters = { ...answer.parameters, ...(detail as Parameters) };
      if (type === 'SituationClosed') Object.assign(answer, { status: 'closed', closedAt: recordedAt });
      if (type === 'SituationReopened') Object.assign(answer, { status: 'open', closedAt: null });
    }
  }
  return answer;
};
