import type {
  EditedEvent,
  FactDifference,
  ForkCourse,
  ForkDay,
  LostEvent,
  ReplayClock,
  ScoreDifference,
} from '../../../../libs/read-models/src/index.js';

export type ForkAnswer = ForkCourse & {
  situation: string;
  exercise: true;
  clock: ReplayClock;
  from: string;
  to: string;
  position: string;
  disclaimer: string;
};

export type { EditedEvent, FactDifference, ForkDay, LostEvent, ScoreDifference };
