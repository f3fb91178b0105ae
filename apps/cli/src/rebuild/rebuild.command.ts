import { Command } from 'commander';
import { asJson, type Cli } from '../cli.js';
import type { PlanAnswer, RebuildAnswer } from './rebuild.answer.js';
import { planView, rebuildView } from './rebuild.view.js';
import { watchRebuild } from './watching.js';

type Options = { plan?: boolean; wait: boolean; json?: boolean };

const ALL = 'all';

const namesIn = async ({ api }: Cli, named: readonly string[]): Promise<readonly string[]> => {
  if (!named.includes(ALL)) return named;
  return (await api().get<{ items: { name: string }[] }>('/admin/projections')).items.map(({ name }) => name);
};

const rebuild = async (cli: Cli, named: readonly string[], { plan, wait, json = false }: Options): Promise<void> => {
  const { terminal, api } = cli;
  const readModels = await namesIn(cli, named);
  if (plan === true) {
    const answer = await api().post<PlanAnswer>('/admin/rebuilds', { readModels }, { plan: 'true' });
    terminal.out(json ? asJson(answer) : planView(answer, terminal.screen));
    return;
  }
  const begun = await api().post<RebuildAnswer>('/admin/rebuilds', { readModels });
  if (wait) await watchRebuild(cli, begun, json);
  else terminal.out(json ? asJson(begun) : rebuildView(begun, terminal.screen));
};

export const rebuildCommand = (cli: Cli): Command =>
  new Command('rebuild')
    .description('build read models anew from the log, beside the live ones; what differs is shown, and not switched to')
    .argument('<read-model...>', 'such as travel_status, several for one pass over the log, or all')
    .option('--plan', 'tell what would be done, and begin nothing')
    .option('--no-wait', 'do not wait for it: timeline rebuilds tells how far it is')
    .option('--json', "print the api's answer as it is")
    .action((named: string[], options: Options) => rebuild(cli, named, options));
