import { Command } from 'commander';
import type { DecisionLag } from '../../../../libs/read-models/src/index.js';
import { type AsOfOptions, asOfQuery, withAsOf } from '../as-of.options.js';
import { asJson, type Cli } from '../cli.js';
import type { Answer } from '../http/answer.js';
import { pathOf } from '../http/api-client.js';
import { lagView } from './lag.view.js';

type Options = AsOfOptions & { authority?: string; kind?: string; from?: string; to?: string };

export const lagCommand = ({ terminal, api }: Cli): Command =>
  withAsOf(new Command('lag'))
    .description('how late guidance changed after what happened, how long it held, and where it turned back')
    .argument('<situation>')
    .option('--authority <id>', 'of one authority, such as US-STATE, with each of its delays')
    .option('--kind <kind>', 'after one kind of incident or observation, such as convoy-attacked')
    .option('--from <time>', 'after what began from this moment on, RFC 3339 with offset')
    .option('--to <time>', 'and before this moment')
    .action(async (situation: string, options: Options) => {
      const { authority, kind, from, to, json } = options;
      const query = { ...asOfQuery(options), authority, kind, from, to };
      const answer = await api().get<Answer<DecisionLag>>(pathOf(situation, 'decision-lag'), query);
      terminal.out(json === true ? asJson(answer) : lagView(answer, terminal.screen, authority));
    });
