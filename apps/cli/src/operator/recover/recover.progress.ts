import { Presets, SingleBar } from 'cli-progress';
import type { RecoveryStep } from '../../../../../libs/verification/src/index.js';

export type Progress = { readonly update: (step: RecoveryStep, done: number, of: number) => void; readonly stop: () => void };

/** A bar of the step under way, where there is a terminal to draw it on. */
export const recoverProgress = (stream: NodeJS.WriteStream | undefined): Progress => {
  if (stream === undefined) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar(
    { stream, format: '{step} {bar} {value}/{total} records', hideCursor: false, barsize: 24 },
    Presets.shades_classic,
  );
  let under: RecoveryStep | undefined;
  return {
    update: (step, done, of) => {
      if (step !== under) {
        bar.stop();
        bar.start(of, 0, { step });
        under = step;
      }
      bar.update(done, { step });
    },
    stop: () => bar.stop(),
  };
};
