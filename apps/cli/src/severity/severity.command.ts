import { Command, Option } from 'commander';
import type { Severity } from '../../../../libs/severity/src/index.js';
import { type AsOfOptions, asOfQuery, withAsOf } from '../as-of.options.js';
import { asJson, type Cli } from '../cli.js';
import type { Answer } from '../http/answer.js';
import { UsageError } from '../http/api.errors.js';
import { pathOf } from '../http/api-client.js';
import { type SeverityHistory, historyView } from './history.view.js';
import { severityView } from './severity.view.js';

type Options = AsOfOptions & { from?: string; to?: string; step?: string };

export const severityCommand = ({ terminal, api }: Cli): Command =>
  withAsOf(new Command('severity'))
    .description('how severe the blockade is: score, band, coverage, components; with --from and --to its course')
    .argument('<situation>')
    .option('--from <time>', 'start of the course, RFC 3339 with offset')
    .option('--to <time>', 'end of the course')
    .addOption(new Option('--step <step>', 'distance of its points (default: day)').choices(['day', 'hour']))
    .action(async (situation: string, options: Options) => {
      const { from, to, step, json } = options;
      const query = asOfQuery(options);
      const print = <A>(answer: A, view: (answer: A) => string) => terminal.out(json === true ? asJson(answer) : view(answer));
      if (from === undefined && to === undefined && step === undefined) {
        print(await api().get<Answer<Severity>>(pathOf(situation, 'severity'), query), (answer) => severityView(answer, terminal.screen));
        return;
      }
      if (from === undefined || to === undefined) throw new UsageError('a course needs both --from and --to');
      print(await api().get<SeverityHistory>(pathOf(situation, 'severity', 'history'), { ...query, from, to, step }), (answer) =>
        historyView(answer, terminal.screen),
      );
    });
