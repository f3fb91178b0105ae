import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { asJson, type Cli } from '../cli.js';
import { UsageError } from '../http/api.errors.js';
import { pathOf } from '../http/api-client.js';
import { collected } from './edits.options.js';
import type { ForkAnswer } from './fork.answer.js';
import { forkView } from './fork.view.js';

type Edit = object;
type Lists = { leaveOut?: readonly Edit[]; move?: readonly Edit[] };
type Options = Lists & { from: string; to: string; clock?: string; position?: string; json?: boolean };

const editsIn = async (file: string): Promise<Lists> => {
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : (code ?? 'unknown reason')}`);
  });
  try {
    const edits: unknown = JSON.parse(text);
    if (typeof edits === 'object' && edits !== null && !Array.isArray(edits)) return edits;
  } catch {
    // Told below.
  }
  throw new UsageError(`${file} holds no JSON object such as {"leaveOut": [{"kind": "schools"}]}`);
};

/** A list that is not there is not sent. */
const together = (name: keyof Lists, ...lists: readonly Lists[]): Lists => {
  const edits = lists.flatMap(({ [name]: list = [] }) => list);
  return edits.length === 0 ? {} : { [name]: edits };
};

const fork = async ({ terminal, api }: Cli, situation: string, file: string | undefined, options: Options): Promise<void> => {
  const { json, leaveOut: _, move: __, ...asked } = options;
  const written = file === undefined ? {} : await editsIn(file);
  const body = { ...asked, ...written, ...together('leaveOut', written, options), ...together('move', written, options) };
  const answer = await api().post<ForkAnswer>(pathOf(situation, 'forks'), body);
  terminal.out(json === true ? asJson(answer) : forkView(answer, terminal.screen));
};

export const forkCommand = (cli: Cli): Command =>
  new Command('fork')
    .description('an exercise: the course had events been left out, moved, changed or added, day by day beside history')
    .argument('<situation>')
    .argument('[file]', 'edits as POST …/forks takes them, JSON: leaveOut, move, change, add')
    .requiredOption('--from <day>', 'the first day that is compared, or a moment: RFC 3339 with offset')
    .requiredOption('--to <day>', 'the last day, to its end, or a moment')
    .option('--leave-out <events>', 'an event’s id, or what events are like: kind=schools,status=closed (may be repeated)', collected)
    .option('--move <events>', 'the same, and by how much: kind=guidance,authority=US-STATE,facet=overland,by=-7d', collected)
    .addOption(
      new Option('--clock <clock>', 'by which time events follow each other (default: published)').choices([
        'recorded',
        'published',
        'occurred',
      ]),
    )
    .option('--position <position>', 'count commits up to this one of the log only, such as 3-125')
    .option('--json', 'the answer of the api')
    .addHelpText(
      'after',
      `
Events are named by: kind, status, subject, authority, facet, source, occurred-from, occurred-to
  timeline fork mali-2025 --from 2025-10-20 --to 2025-11-12 --leave-out kind=schools,status=closed
  timeline fork mali-2025 --from 2025-10-20 --to 2025-11-12 --move kind=guidance,authority=US-STATE,facet=overland,by=-7d`,
    )
    .action((situation: string, file: string | undefined, options: Options) => fork(cli, situation, file, options));
