import { Command, Option } from 'commander';
import type { GuidanceChange } from '../../../../libs/read-models/src/index.js';
import { type AsOfOptions, asOfQuery, withAsOf } from '../as-of.options.js';
import { asJson, type Cli } from '../cli.js';
import { pathOf } from '../http/api-client.js';
import { readPages } from '../http/pages.js';
import { limitOption } from '../limit.option.js';
import { FACETS } from '../words.js';
import { auditView } from './audit.view.js';

type Options = AsOfOptions & { authority?: string; facet?: string; understated?: boolean; limit: number };

export const auditCommand = ({ terminal, api }: Cli): Command =>
  withAsOf(new Command('audit'))
    .description('when guidance changed: before and after, the publisher’s note, the four times, the position in the log')
    .argument('<situation>')
    .option('--authority <id>', 'of one authority, such as CA-GAC')
    .addOption(new Option('--facet <facet>', 'that concern one facet').choices(FACETS))
    .option('--understated', 'only those whose note tells less than what changed')
    .addOption(limitOption())
    .action(async (situation: string, options: Options) => {
      const { authority, facet, understated, limit } = options;
      const filter = { authority, facet, understatedOnly: understated === true ? 'true' : undefined };
      const answer = await readPages<GuidanceChange>(
        api(),
        pathOf(situation, 'guidance-changes'),
        { ...asOfQuery(options), ...filter },
        limit,
      );
      terminal.out(options.json === true ? asJson(answer) : auditView(answer, terminal.screen));
    });
