import { Presets, SingleBar } from 'cli-progress';

export type Progress = { readonly update: (done: number, of: number) => void; readonly stop: () => void };

/** A bar of records compared, with the rate and the time left, where there is a terminal to draw it on. */
export const verifyProgress = (stream: NodeJS.WriteStream | undefined): Progress => {
  if (stream === undefined) return { update: () => {}, stop: () => {} };
  const format = 'verifying {bar} {value}/{total} records, {rate}/s, {eta_formatted} left';
  const bar = new SingleBar({ stream, format, hideCursor: false, barsize: 24 }, Presets.shades_classic);
  const start = performance.now();
  return {
    update: (done, of) => {
      const rate = Math.round((done * 1000) / Math.max(1, performance.now() - start));
      if (!bar.isActive) bar.start(of, 0, { rate });
      bar.update(done, { rate });
    },
    stop: () => bar.stop(),
  };
};
