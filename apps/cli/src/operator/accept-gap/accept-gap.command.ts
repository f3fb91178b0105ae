import { userInfo } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { asJson, type Cli } from '../../cli.js';
import { UsageError } from '../../http/api.errors.js';
import { paragraph } from '../../terminal/wrap.js';

type Options = { reason: string; by?: string; json?: boolean };

const whole = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
};

const stated = (text: string): string => {
  if (text.trim() === '') throw new InvalidArgumentError('It has to say something.');
  return text.trim();
};

/** Who is logged in; undefined where the system does not know. */
const user = (): string | undefined => {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
};

export const acceptGapCommand = ({ terminal, asOperator }: Cli): Command =>
  new Command('accept-gap')
    .description('let the record go on without records that are gone from the log and that nobody has; kept for ever, with who and why')
    .argument('<partition>', 'of the log', whole)
    .argument('<first>', 'offset that is gone', whole)
    .argument('<last>', 'offset that is gone: timeline doctor tells them', whole)
    .requiredOption('--reason <text>', 'why they cannot be restored', stated)
    .option('--by <name>', 'who accepts it; the user of this machine where it is not said', stated)
    .option('--json', 'print what was recorded as one object')
    .action(async (partition: number, first: number, last: number, { reason, by, json = false }: Options) => {
      const actor = by ?? user();
      if (actor === undefined) throw new UsageError('say who accepts it: --by <name>');
      // Only where it is needed: see asOperator.
      const [{ acceptOpenGap }, { poolOf }] = await Promise.all([
        import('../../../../../libs/verification/src/index.js'),
        import('../../../../../libs/read-models/src/index.js'),
      ]);
      const isNew = await asOperator(async ({ database, log }) =>
        acceptOpenGap(poolOf(await database()), await log(), { partition, first, last, actor, reason }),
      );
      if (json) return terminal.out(asJson({ partition, first, last, actor, reason, isNew }));
      const what = `the loss of ${last - first + 1} records, ${partition}-${first} to ${partition}-${last},`;
      const text = isNew
        ? `Recorded: ${actor} accepts ${what} for: ${reason}`
        : `It was accepted before: ${what} as it was then. Nothing was changed.`;
      terminal.out(paragraph(text, terminal.screen));
      terminal.out(
        paragraph(
          'A projector goes on behind them within a second or two, or when it is started. When it has, stop all and make the log whole: timeline recover',
          terminal.screen,
        ),
      );
    });
