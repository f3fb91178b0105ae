import { Presets, SingleBar } from 'cli-progress';
import { span } from '../terminal/dates.js';
import type { RebuildAnswer } from './rebuild.answer.js';

export type RebuildProgress = { readonly update: (rebuild: RebuildAnswer) => void; readonly stop: () => void };

const SILENT: RebuildProgress = { update: () => {}, stop: () => {} };

/** A bar of the step under way, with its rate and the time left of it, where there is a terminal to draw it on. */
export const rebuildProgress = (stream: NodeJS.WriteStream | undefined): RebuildProgress => {
  if (stream === undefined) return SILENT;
  const bar = new SingleBar(
    { stream, format: '{state} {bar} {value}/{total} {unit}{pace}', hideCursor: false, barsize: 24, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(0, 0, { state: 'queued', unit: '', pace: '' });
  return {
    update: ({ state, progress }) => {
      const { unit = '', done = 0, total = 0, rate = null, eta = null } = progress ?? {};
      const pace = `${rate === null ? '' : `, ${rate}/s`}${eta === null ? '' : `, ${span(eta)} left`}`;
      bar.setTotal(total);
      bar.update(done, { state, unit, pace });
    },
    stop: () => bar.stop(),
  };
};
