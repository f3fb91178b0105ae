import { Command } from 'commander';
import { asJson, type Cli } from '../../cli.js';
import { EXIT } from '../../exit-code.js';
import { verifyProgress } from '../../verify/verify.progress.js';
import { verifyView } from '../../verify/verify.view.js';
import { recoverProgress } from './recover.progress.js';
import { planView, recoveryView } from './recover.view.js';

type Options = { plan?: boolean; json?: boolean };

export const recoverCommand = ({ terminal, asOperator, endWith }: Cli): Command =>
  new Command('recover')
    .description(
      'make a lost log whole from the record in PostgreSQL, with its old positions and times, and prove it; api and projector must be stopped',
    )
    .option('--plan', 'tell what would be done, and change nothing')
    .option('--json', 'print what was done as one object')
    .action(async ({ plan = false, json = false }: Options) => {
      // Only where it is needed: see asOperator.
      const [{ planRecovery, recoverLog, verifyLog }, { poolOf }] = await Promise.all([
        import('../../../../../libs/verification/src/index.js'),
        import('../../../../../libs/read-models/src/index.js'),
      ]);
      const stream = json ? undefined : terminal.progress;
      const [steps, verifying] = [recoverProgress(stream), verifyProgress(stream)];
      try {
        await asOperator(async ({ addresses: { databaseUrl }, database, kafka, log, reachKafka }) => {
          const pool = poolOf(await database());
          const settings = { pool, databaseUrl, kafka, progress: steps.update };
          if (plan) {
            const planned = await reachKafka(() => planRecovery(settings));
            steps.stop();
            terminal.out(json ? asJson(planned) : planView(planned, terminal.screen));
            return;
          }
          const done = await reachKafka(() => recoverLog(settings));
          steps.stop();
          if (!json) terminal.out(recoveryView(done, terminal.screen));
          const proof = await verifyLog({ pool, databaseUrl, log: await log(), progress: verifying.update });
          verifying.stop();
          terminal.out(json ? asJson({ ...done, proof }) : verifyView(proof, terminal.screen));
          if (proof.differences > 0) endWith(EXIT.differs);
        });
      } finally {
        steps.stop();
        verifying.stop();
      }
    });
