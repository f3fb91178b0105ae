import { Command } from 'commander';
import { type AsOfOptions, withAsOf } from '../as-of.options.js';
import { asJson, type Cli } from '../cli.js';
import { readOverview } from './overview.js';
import { overviewView } from './overview.view.js';

export const overviewCommand = ({ terminal, api, urlOption }: Cli): Command =>
  withAsOf(new Command('overview'))
    .description('one screen: situation, status, severity, the last changes of guidance, and what to ask next')
    .argument('<situation>')
    .action(async (situation: string, options: AsOfOptions) => {
      const overview = await readOverview(api(), situation, options);
      terminal.out(options.json === true ? asJson(overview) : overviewView(overview, terminal.screen, urlOption()));
    });
