import { Command } from 'commander';
import type { Severity } from '../../../../../libs/verification/src/index.js';
import { asJson, type Cli } from '../../cli.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { verifyProgress } from '../../verify/verify.progress.js';
import { doctorView } from './doctor.view.js';

type Options = { quick?: boolean; json?: boolean };

const exitOf = (findings: readonly { severity: Severity }[]): ExitCode => {
  const worst = findings[0]?.severity;
  if (worst === 'fault') return EXIT.differs;
  return worst === 'warning' ? EXIT.warned : EXIT.fine;
};

export const doctorCommand = ({ terminal, asOperator, endWith }: Cli): Command =>
  new Command('doctor')
    .description('look at everything that can be wrong with log and record, and tell what mends it; changes nothing')
    .option('--quick', 'do not judge the whole log anew')
    .option('--json', 'print what was found as one object')
    .action(async ({ quick = false, json = false }: Options) => {
      // Only where it is needed: see asOperator.
      const [{ examine }, { poolOf }] = await Promise.all([
        import('../../../../../libs/verification/src/index.js'),
        import('../../../../../libs/read-models/src/index.js'),
      ]);
      const progress = verifyProgress(json ? undefined : terminal.progress);
      try {
        await asOperator(async ({ addresses: { databaseUrl }, database, replica: replicaOf, kafka, reachKafka }) => {
          const pool = poolOf(await database());
          const replica = await replicaOf();
          const settings = { databaseUrl, kafka, quick, progress: progress.update, ...(replica === undefined ? {} : { replica }) };
          const found = await reachKafka(() => examine({ ...settings, pool }));
          progress.stop();
          terminal.out(json ? asJson(found) : doctorView(found, terminal.screen));
          endWith(exitOf(found.findings));
        });
      } finally {
        progress.stop();
      }
    });
