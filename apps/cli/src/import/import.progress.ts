import { Presets, SingleBar } from 'cli-progress';

export type Progress = { readonly update: (done: number, recorded: number) => void; readonly stop: () => void };

const SILENT: Progress = { update: () => {}, stop: () => {} };

/** A bar of lines done, those recorded and the rate, where there is a terminal to draw it on. */
export const importProgress = (stream: NodeJS.WriteStream | undefined, lines: number): Progress => {
  if (stream === undefined) return SILENT;
  const bar = new SingleBar(
    { stream, format: 'importing {bar} {value}/{total} lines, {recorded} recorded, {rate}/s', hideCursor: false, barsize: 24 },
    Presets.shades_classic,
  );
  const start = performance.now();
  bar.start(lines, 0, { recorded: 0, rate: 0 });
  return {
    update: (done, recorded) => bar.update(done, { recorded, rate: Math.round((done * 1000) / Math.max(1, performance.now() - start)) }),
    stop: () => bar.stop(),
  };
};
