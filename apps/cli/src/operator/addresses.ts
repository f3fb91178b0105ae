import { type Environment, EnvironmentFaults, readEnvironment } from '../../../../libs/platform/src/index.js';
import { UsageError } from '../http/api.errors.js';
import { NOTHING_RUNS, runningStack, type Stack } from './local-stack.js';

/** Where an operator's command connects to by itself, past the api. */
export type Addresses = Pick<Environment, 'databaseUrl' | 'databaseReadUrl' | 'kafkaBrokers' | 'topicPrefix'>;

const isSet = (text: string | undefined): boolean => text !== undefined && text.trim() !== '';

/**
 * What the environment says, and where it says nothing, what runs in this checkout. Throws UsageError with all that is wrong with what is set, or
 * that neither says it.
 */
export const operatorAddresses = async (variables: NodeJS.ProcessEnv, stack: () => Promise<Stack> = runningStack): Promise<Addresses> => {
  const unset = ['DATABASE_URL', 'KAFKA_BROKERS'].filter((name) => !isSet(variables[name]));
  const { databaseUrl, brokers } = unset.length === 0 ? NOTHING_RUNS : await stack();
  const running: NodeJS.ProcessEnv = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers };
  const missing = unset.filter((name) => running[name] === undefined);
  if (missing.length > 0) {
    throw new UsageError(
      `${missing.join(' and ')} not set, and no such server runs in this checkout. Set it, or start one with: npm start`,
    );
  }
  try {
    const known = { ...variables, ...Object.fromEntries(unset.map((name) => [name, running[name]])) };
    return readEnvironment(['databaseUrl', 'databaseReadUrl', 'kafkaBrokers', 'topicPrefix'], known);
  } catch (error) {
    throw error instanceof EnvironmentFaults ? new UsageError(error.message) : error;
  }
};
