import { Command, CommanderError } from 'commander';
import { auditCommand } from './audit/audit.command.js';
import type { Cli } from './cli.js';
import { correctCommand } from './correct/correct.command.js';
import { diffCommand } from './diff/diff.command.js';
import { EXIT, EXIT_CODES_HELP, type ExitCode } from './exit-code.js';
import { forkCommand } from './fork/fork.command.js';
import { apiClient } from './http/api-client.js';
import { importCommand } from './import/import.command.js';
import { lagCommand } from './lag/lag.command.js';
import { acceptGapCommand } from './operator/accept-gap/accept-gap.command.js';
import { doctorCommand } from './operator/doctor/doctor.command.js';
import { recoverCommand } from './operator/recover/recover.command.js';
import { overviewCommand } from './overview/overview.command.js';
import { faultView } from './problem.view.js';
import { replayCommand } from './replay/replay.command.js';
import { severityCommand } from './severity/severity.command.js';
import { statusCommand } from './status/status.command.js';
import { projectionsCommand } from './projections/projections.command.js';
import { rebuildCommand } from './rebuild/rebuild.command.js';
import { rebuildsCommand } from './rebuild/rebuilds.command.js';
import type { Terminal } from './terminal/screen.js';
import { timelineCommand } from './timeline/timeline.command.js';
import { verifyCommand } from './verify/verify.command.js';

const DEFAULT_URL = 'http://127.0.0.1:3000';

const HELP = `
Examples:
  timeline import chronicle data/mali-2025.chronicle.jsonl
  timeline overview mali-2025
  timeline status mali-2025 --clock published --valid-at 2025-10-29T12:00:00Z --known-at 2025-10-29T12:00:00Z
  timeline audit mali-2025 --authority CA-GAC --understated
  timeline lag mali-2025 --authority US-STATE
  timeline diff mali-2025 --clock published --from 2025-10-27T12:00:00Z --to 2025-10-31T12:00:00Z
  timeline severity mali-2025 --clock published --from 2025-10-01T00:00:00Z --to 2025-12-01T00:00:00Z
  timeline replay mali-2025 --from 2025-10-20 --to 2025-11-12 --speed 86400x
  timeline fork mali-2025 --from 2025-10-20 --to 2025-11-12 --leave-out kind=schools,status=closed
${EXIT_CODES_HELP}`;

/** Commands inherit how the program speaks and ends only when they are made by it; these are made apart. */
const speakAs = (command: Command, terminal: Terminal): Command =>
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.out(text.replace(/\n$/, '')),
      writeErr: (text) => terminal.err(text.replace(/\n$/, '')),
      getOutHelpWidth: () => terminal.screen.width,
      getErrHelpWidth: () => terminal.screen.width,
      getOutHasColors: () => terminal.screen.colours,
      getErrHasColors: () => terminal.screen.colours,
    });

/**
 * Runs one command line (without the name of the program) and answers how it ended. `environmentUrl` is the api's address where the
 * environment names one; `variables` are the environment in which operators' commands look for PostgreSQL and Kafka.
 */
export const run = async (
  args: readonly string[],
  terminal: Terminal,
  environmentUrl?: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<ExitCode> => {
  let code: ExitCode = EXIT.fine;
  const program = speakAs(new Command('timeline'), terminal)
    .description('Situation Timeline: the record of a crisis, asked from the command line')
    .option('--url <address>', 'address of the api', environmentUrl ?? DEFAULT_URL)
    .addHelpText('after', HELP);
  const address = (): string => program.opts<{ url: string }>().url;
  const cli: Cli = {
    terminal,
    api: () => apiClient(address()),
    urlOption: () => (address() === (environmentUrl ?? DEFAULT_URL) ? '' : ` --url ${address()}`),
    asOperator: async (use) => {
      // Only where it is needed: database and Kafka clients take longer to load than most questions take to be answered.
      const [{ operatorAddresses }, { asOperator }] = await Promise.all([
        import('./operator/addresses.js'),
        import('./operator/connect.js'),
      ]);
      return asOperator(await operatorAddresses(variables), terminal, use);
    },
    endWith: (ended) => {
      code = ended;
    },
  };
  const commands = [
    importCommand,
    overviewCommand,
    statusCommand,
    severityCommand,
    auditCommand,
    lagCommand,
    diffCommand,
    timelineCommand,
    correctCommand,
    verifyCommand,
    projectionsCommand,
    rebuildCommand,
    rebuildsCommand,
    replayCommand,
    forkCommand,
    doctorCommand,
    recoverCommand,
    acceptGapCommand,
  ];
  for (const command of commands) program.addCommand(speakAs(command(cli), terminal));

  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.failed;
    const fault = faultView(error);
    terminal.err(fault?.text ?? `Unexpected: ${error instanceof Error ? error.message : String(error)}`);
    return fault?.exit ?? EXIT.failed;
  }
};
