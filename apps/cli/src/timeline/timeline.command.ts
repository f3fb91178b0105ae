import { Command, Option } from 'commander';
import type { TimelineEntry } from '../../../../libs/read-models/src/index.js';
import { type AsOfOptions, asOfQuery, withAsOf } from '../as-of.options.js';
import { asJson, type Cli } from '../cli.js';
import { pathOf } from '../http/api-client.js';
import { readPages } from '../http/pages.js';
import { limitOption } from '../limit.option.js';
import { type Order, timelineView } from './timeline.view.js';

type Filter = { kind?: string; place?: string; source?: string; text?: string; from?: string; to?: string };
type Options = AsOfOptions & Filter & { order: Order; limit: number };

export const timelineCommand = ({ terminal, api }: Cli): Command =>
  withAsOf(new Command('timeline'))
    .description('everything that is recorded, as a list')
    .argument('<situation>')
    .addOption(
      new Option('--order <order>', 'by when it occurred or by when it was recorded').choices(['occurred', 'recorded']).default('occurred'),
    )
    .option('--kind <kind>', 'such as guidance, convoy-attacked, fuel-inflow, context')
    .option('--place <text>', 'part of the name of the place')
    .option('--source <id>', 'of one source, by its id')
    .option('--text <text>', 'that hold these words')
    .option('--from <time>', 'from this moment on, RFC 3339 with offset, by the order chosen')
    .option('--to <time>', 'before this moment')
    .addOption(limitOption())
    .action(async (situation: string, options: Options) => {
      const { order, kind, place, source, text, from, to, limit } = options;
      const query = { ...asOfQuery(options), order, kind, place, source, text, from, to };
      const answer = await readPages<TimelineEntry>(api(), pathOf(situation, 'timeline'), query, limit);
      terminal.out(options.json === true ? asJson(answer) : timelineView(answer, terminal.screen, order));
    });
