import { Command, Option } from 'commander';
import { asJson, type Cli } from '../cli.js';
import { pathOf } from '../http/api-client.js';
import { type DiffAnswer, diffView } from './diff.view.js';

type Options = { from: string; to: string; clock?: 'recorded' | 'published'; position?: string; json?: boolean };

export const diffCommand = ({ terminal, api }: Cli): Command =>
  new Command('diff')
    .description('what changed between two moments: in the world, in our knowledge; of what did not, whether somebody looked')
    .argument('<situation>')
    .requiredOption('--from <time>', 'the earlier moment, RFC 3339 with offset, and what was known at it')
    .requiredOption('--to <time>', 'the later moment, and what was known at it')
    .addOption(
      new Option('--clock <clock>', 'what “known” means: recorded by this system, or published by the source').choices([
        'recorded',
        'published',
      ]),
    )
    .option('--position <positions>', 'count commits up to these of the log only, such as 3-124,4-17')
    .option('--json', "print the api's answer as it is")
    .action(async (situation: string, { json, ...query }: Options) => {
      const answer = await api().get<DiffAnswer>(pathOf(situation, 'diff'), query);
      terminal.out(json === true ? asJson(answer) : diffView(answer, terminal.screen));
    });
