import { setTimeout as pause } from 'node:timers/promises';
import type { RebuildState } from '../../../../libs/read-models/src/index.js';
import { asJson, type Cli } from '../cli.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { RebuildAnswer } from './rebuild.answer.js';
import { rebuildProgress } from './rebuild.progress.js';
import { rebuildView } from './rebuild.view.js';

const ASK_EVERY_MS = 400;

/** States in which nothing more happens by itself. */
const AT_REST: readonly RebuildState[] = ['awaiting-approval', 'switched', 'rolled-back', 'settled', 'failed', 'dropped'];

const exitOf = ({ state, error }: RebuildAnswer): ExitCode => {
  if (state === 'awaiting-approval') return EXIT.differs;
  return state === 'failed' || error !== null ? EXIT.failed : EXIT.fine;
};

/** Draws how far the rebuild is until nothing more happens by itself, and tells how it ended. */
export const watchRebuild = async ({ terminal, api, endWith }: Cli, begun: RebuildAnswer, json: boolean): Promise<void> => {
  const progress = rebuildProgress(json ? undefined : terminal.progress);
  let rebuild = begun;
  try {
    while (!AT_REST.includes(rebuild.state)) {
      await pause(ASK_EVERY_MS);
      rebuild = await api().get<RebuildAnswer>(`/admin/rebuilds/${begun.id}`);
      progress.update(rebuild);
    }
  } finally {
    progress.stop();
  }
  terminal.out(json ? asJson(rebuild) : rebuildView(rebuild, terminal.screen));
  endWith(exitOf(rebuild));
};
