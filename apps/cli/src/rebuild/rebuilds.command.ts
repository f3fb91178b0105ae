import { Command } from 'commander';
import { asJson, type Cli } from '../cli.js';
import { UsageError } from '../http/api.errors.js';
import type { RebuildAnswer } from './rebuild.answer.js';
import { rebuildsView, rebuildView } from './rebuild.view.js';
import { watchRebuild } from './watching.js';

type Options = { approve?: boolean; reason?: string; rollBack?: boolean; cleanUp?: boolean; json?: boolean };

const actionOf = ({ approve, reason, rollBack, cleanUp }: Options): { path: string; body: object } | undefined => {
  const asked = [approve, rollBack, cleanUp].filter((given) => given === true).length;
  if (asked > 1) throw new UsageError('give one of --approve, --roll-back and --clean-up');
  if (approve === true) {
    if (reason === undefined) throw new UsageError('an approval needs a --reason');
    return { path: 'approve', body: { reason } };
  }
  if (reason !== undefined) throw new UsageError('--reason goes with --approve');
  if (rollBack === true) return { path: 'rollback', body: {} };
  return cleanUp === true ? { path: 'cleanup', body: {} } : undefined;
};

const rebuilds = async (cli: Cli, id: string | undefined, options: Options): Promise<void> => {
  const { terminal, api } = cli;
  const { json = false } = options;
  const action = actionOf(options);
  if (id === undefined) {
    if (action !== undefined) throw new UsageError('say which rebuild: timeline rebuilds lists them');
    const answer = await api().get<{ items: RebuildAnswer[] }>('/admin/rebuilds');
    terminal.out(json ? asJson(answer) : rebuildsView(answer.items, terminal.screen));
    return;
  }
  const path = `/admin/rebuilds/${encodeURIComponent(id)}`;
  if (action === undefined) {
    const answer = await api().get<RebuildAnswer>(path);
    terminal.out(json ? asJson(answer) : rebuildView(answer, terminal.screen));
    return;
  }
  await watchRebuild(cli, await api().post<RebuildAnswer>(`${path}/${action.path}`, action.body), json);
};

export const rebuildsCommand = (cli: Cli): Command =>
  new Command('rebuilds')
    .description('rebuilds and how far they are; approve, roll back or clean up after one')
    .argument('[rebuild]', 'its number')
    .option('--approve', 'switch to it although its rows differ')
    .option('--reason <text>', 'why, which is kept')
    .option('--roll-back', 'go back to the old table, once it has taken what was recorded since')
    .option('--clean-up', 'drop the table that is not shown')
    .option('--json', "print the api's answer as it is")
    .action((id: string | undefined, options: Options) => rebuilds(cli, id, options));
