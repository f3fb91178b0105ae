import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { asJson, type Cli } from '../cli.js';
import { EXIT } from '../exit-code.js';
import { UsageError } from '../http/api.errors.js';
import { pathOf } from '../http/api-client.js';
import { type CorrectionAnswer, correctionView, type DryRunAnswer, dryRunView } from './correct.view.js';

type Options = { retract?: string; reason?: string; cause: string; key?: string; dryRun?: boolean; json?: boolean };

const jsonIn = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : (code ?? 'unknown reason')}`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} holds no JSON`);
  }
};

/** What is sent: the file as it is, or a retraction put together from the options. */
const bodyOf = async (file: string | undefined, { retract, reason, cause }: Options): Promise<unknown> => {
  if ((file === undefined) === (retract === undefined))
    throw new UsageError('give a file with the correction, or --retract with the id of an event');
  if (file !== undefined) return jsonIn(file);
  if (reason === undefined) throw new UsageError('a retraction needs a --reason');
  return { retracts: retract, reason, cause };
};

const correct = async ({ terminal, api, endWith }: Cli, situation: string, file: string | undefined, options: Options): Promise<void> => {
  const body = await bodyOf(file, options);
  const { dryRun, key, json } = options;
  const answer = await api().post<DryRunAnswer | CorrectionAnswer>(
    pathOf(situation, 'corrections'),
    body,
    dryRun === true ? { dryRun: 'true' } : {},
    key === undefined ? {} : { 'idempotency-key': key },
  );
  if ('verdict' in answer) endWith(EXIT.unsettled);
  if (json === true) terminal.out(asJson(answer));
  else terminal.out('dryRun' in answer ? dryRunView(answer, terminal.screen) : correctionView(answer, terminal.screen));
};

export const correctCommand = (cli: Cli): Command =>
  new Command('correct')
    .description('correct what an event says, or take it back; --dry-run tells what would change')
    .argument('<situation>')
    .argument('[file]', 'JSON as POST …/corrections takes it: corrects, replacement, reason, cause')
    .option('--retract <event>', 'take back this event instead: a fact, a correction or a retraction')
    .option('--reason <text>', 'why, for a retraction')
    .addOption(
      new Option('--cause <cause>', 'who was wrong, for a retraction: we who wrote it down, or the source')
        .choices(['transcription', 'source-revised'])
        .default('transcription'),
    )
    .option('--key <key>', 'idempotency key: the same key again records nothing more')
    .option('--dry-run', 'record nothing; tell which statuses, severity days and incidents would differ')
    .option('--json', 'the answer of the api')
    .action((situation: string, file: string | undefined, options: Options) => correct(cli, situation, file, options));
