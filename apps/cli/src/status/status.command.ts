import { Command } from 'commander';
import type { TravelStatus } from '../../../../libs/read-models/src/index.js';
import { type AsOfOptions, asOfQuery, withAsOf } from '../as-of.options.js';
import { asJson, type Cli } from '../cli.js';
import type { Answer } from '../http/answer.js';
import { pathOf } from '../http/api-client.js';
import { statusView } from './status.view.js';

type Options = AsOfOptions & { authority?: string };

export const statusCommand = ({ terminal, api }: Cli): Command =>
  withAsOf(new Command('status'))
    .description('the travel guidance in force, by authority, and the strictest of it')
    .argument('<situation>')
    .option('--authority <id>', 'one authority, such as US-STATE, with the event behind each value')
    .action(async (situation: string, options: Options) => {
      const { authority } = options;
      const answer = await api().get<Answer<TravelStatus>>(pathOf(situation, 'status'), { ...asOfQuery(options), authority });
      terminal.out(options.json === true ? asJson(answer) : statusView(answer, terminal.screen, authority));
    });
