import { Command } from 'commander';
import { asJson, type Cli } from '../cli.js';
import { EXIT } from '../exit-code.js';
import { UsageError } from '../http/api.errors.js';
import { verifyProgress } from './verify.progress.js';
import { verifyView } from './verify.view.js';

type Options = { log?: boolean; json?: boolean };

export const verifyCommand = ({ terminal, asOperator, endWith }: Cli): Command =>
  new Command('verify')
    .description('judge the whole log anew and compare with PostgreSQL; connects by itself (DATABASE_URL, KAFKA_BROKERS, or this checkout)')
    .option('--log', 'the log, from its first record')
    .option('--json', 'print what was found as one object')
    .action(async ({ log, json }: Options) => {
      if (log !== true) throw new UsageError('say what to verify: --log');
      // Only where it is needed: see asOperator.
      const [{ verifyLog }, { poolOf }] = await Promise.all([
        import('../../../../libs/verification/src/index.js'),
        import('../../../../libs/read-models/src/index.js'),
      ]);
      const progress = verifyProgress(json === true ? undefined : terminal.progress);
      try {
        const found = await asOperator(async ({ addresses, database, log: open }) =>
          verifyLog({
            pool: poolOf(await database()),
            databaseUrl: addresses.databaseUrl,
            log: await open(),
            progress: progress.update,
          }),
        );
        progress.stop();
        terminal.out(json === true ? asJson(found) : verifyView(found, terminal.screen));
        if (found.differences > 0) endWith(EXIT.differs);
      } finally {
        progress.stop();
      }
    });
