import type { Frame } from '../../../../libs/read-models/src/index.js';

export type Opening = {
  situation: string;
  clock: 'recorded' | 'published' | 'occurred';
  step: string;
  speed: number | 'max';
  from: string;
  to: string;
  position: string;
  frames: number;
  before: Pick<Frame, 'moment' | 'status' | 'severity' | 'digest'>;
  disclaimer: string;
};

export type End = { frames: number; moment?: string; disclaimer: string };

export type { Frame };
