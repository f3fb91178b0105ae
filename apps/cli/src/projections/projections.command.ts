import { Command } from 'commander';
import { asJson, type Cli } from '../cli.js';
import { type ProjectionsAnswer, projectionsView } from './projections.view.js';

export const projectionsCommand = ({ terminal, api }: Cli): Command =>
  new Command('projections')
    .description('how every read model stands: version, position, lag, state and what parked it')
    .option('--json', "print the api's answer as it is")
    .action(async ({ json }: { json?: boolean }) => {
      const answer = await api().get<ProjectionsAnswer>('/admin/projections');
      terminal.out(json === true ? asJson(answer) : projectionsView(answer, terminal.screen));
    });
