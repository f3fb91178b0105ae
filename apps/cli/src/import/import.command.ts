import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Argument, Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { ConnectionLost, NotTheApi, UsageError } from '../http/api.errors.js';
import { pathOf } from '../http/api-client.js';
import { countLines } from '../http/ndjson.js';
import { FORMATS } from './import.formats.js';
import { importProgress } from './import.progress.js';
import { type ImportSummary, importTally, parseResult } from './import-result.js';
import { importView } from './import.view.js';

/** `data/mali-2025.chronicle.jsonl` is of mali-2025. */
const situationOf = (file: string): string => basename(file).split('.')[0] ?? '';

const linesIn = async (file: string): Promise<number> => {
  try {
    return await countLines(createReadStream(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : (code ?? 'unknown reason');
    throw new UsageError(`${file} cannot be read: ${why}`);
  }
};

const exitOf = ({ rejected, unknown, notAttempted, unanswered }: ImportSummary): ExitCode =>
  unknown + notAttempted + unanswered > 0 ? EXIT.unsettled : rejected > 0 ? EXIT.rejected : EXIT.fine;

type Options = { situation?: string; json?: boolean };

const importFile = async (
  { terminal, api, endWith }: Cli,
  source: string,
  file: string,
  { situation = situationOf(file), json }: Options,
): Promise<void> => {
  const start = performance.now();
  const { open, needsSituation, attribution } = FORMATS[source]!;
  const lines = await linesIn(file);
  if (needsSituation === true) await api().get(pathOf(situation));
  const tally = importTally();
  const { counts } = tally;
  const progress = importProgress(json === true ? undefined : terminal.progress, lines);
  const mapped = open(file);
  try {
    for await (const text of api().postLines(pathOf(situation, 'import'), mapped.lines)) {
      const answered = parseResult(text);
      if (answered === undefined) throw new NotTheApi(`the answer holds what is no result line: ${text.slice(0, 200)}`);
      const fault = mapped.faultOf(answered.line);
      const result = fault ?? answered;
      tally.add(result);
      if (json === true) terminal.out(fault === undefined ? text : JSON.stringify(fault));
      progress.update(counts.done, counts.recorded);
    }
  } catch (error) {
    // What was answered until then is known; that the rest is not, the summary says.
    if (!(error instanceof ConnectionLost)) throw error;
    progress.stop();
    terminal.err(`${error.message}.`);
  } finally {
    progress.stop();
  }
  const { done, ...totals } = counts;
  const seconds = Math.round(performance.now() - start) / 1000;
  const summary: ImportSummary = { situation, file, lines, ...totals, unanswered: Math.max(0, lines - done), seconds };
  terminal.out(json === true ? JSON.stringify({ summary }) : importView(summary, tally.faults, terminal.screen));
  if (json !== true && attribution !== undefined) terminal.out(attribution);
  endWith(exitOf(summary));
};

export const importCommand = (cli: Cli): Command =>
  new Command('import')
    .description('record what a file tells; importing it again adds nothing')
    .addArgument(new Argument('<source>', 'the format of the file').choices(Object.keys(FORMATS)))
    .argument('<file>', 'NDJSON: of a chronicle one notice, incident, claim, observation … a line; else what the source writes')
    .option('--situation <id>', 'default: the name of the file up to its first dot')
    .option('--json', 'print the result lines as they come, then one object with the summary')
    .action((source: string, file: string, options: Options) => importFile(cli, source, file, options));
