import { Command, Option } from 'commander';
import type { GuidanceChange, GuidanceChangeInFull } from '../../../../libs/read-models/src/index.js';
import { type AsOfOptions, asOfQuery, withAsOf } from '../as-of.options.js';
import { asJson, type Cli } from '../cli.js';
import type { Answer } from '../http/answer.js';
import { pathOf } from '../http/api-client.js';
import { readPages } from '../http/pages.js';
import { limitOption } from '../limit.option.js';
import { FACETS } from '../words.js';
import { readTable } from './audit.csv.js';
import { auditView } from './audit.view.js';
import { changeInFullView } from './text-diff.view.js';

type Filter = { authority?: string; facet?: string; from?: string; to?: string; understated?: boolean };
type Options = AsOfOptions & Filter & { event?: string; csv?: boolean; limit: number };

export const auditCommand = ({ terminal, api }: Cli): Command =>
  withAsOf(new Command('audit'))
    .description(
      'when guidance changed: before and after, the publisher’s note and what it leaves out, the four times, the position in the log',
    )
    .argument('<situation>')
    .option('--authority <id>', 'of one authority, such as CA-GAC')
    .addOption(new Option('--facet <facet>', 'that concern one facet').choices(FACETS))
    .option('--from <time>', 'in effect from this moment on, RFC 3339 with offset')
    .option('--to <time>', 'and before this moment')
    .option('--understated', 'only those whose note tells less than what changed')
    .addOption(
      new Option('--event <id>', 'one of them, with the lines of its text that differ').conflicts([
        'authority',
        'facet',
        'from',
        'to',
        'understated',
        'limit',
      ]),
    )
    .addOption(new Option('--csv', 'all of them as a table: a row a facet or section').conflicts(['json', 'event', 'limit']))
    .addOption(limitOption())
    .action(async (situation: string, options: Options) => {
      const { authority, facet, from, to, understated, event, csv, limit, json } = options;
      const path = pathOf(situation, 'guidance-changes');
      if (event !== undefined) {
        const answer = await api().get<Answer<{ change: GuidanceChangeInFull }>>(
          pathOf(situation, 'guidance-changes', event),
          asOfQuery(options),
        );
        terminal.out(json === true ? asJson(answer) : changeInFullView(answer, terminal.screen));
        return;
      }
      const query = { ...asOfQuery(options), authority, facet, from, to, understatedOnly: understated === true ? 'true' : undefined };
      if (csv === true) {
        // What is put out ends its last line itself.
        terminal.out((await readTable(api(), path, { ...query, format: 'csv', limit: '500' })).replace(/\n$/, ''));
        return;
      }
      const answer = await readPages<GuidanceChange>(api(), path, query, limit);
      terminal.out(json === true ? asJson(answer) : auditView(answer, terminal.screen));
    });
