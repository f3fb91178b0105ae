import type { Parameters } from '../../../situations/src/index.js';

export type SituationSummary = {
  situation: string;
  title: string;
  summary: string | null;
  destinations: readonly string[];
  status: 'open' | 'closed';
  /** Version of the stream `situation`. */
  version: number;
};

export type SituationAnswer = SituationSummary & {
  parameters: Parameters;
  openedAt: string;
  closedAt: string | null;
};
