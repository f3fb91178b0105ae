import { describe, expect, it } from '@jest/globals';
import { runCli } from '../api-server.example.js';
import { UsageError } from '../http/api.errors.js';
import { operatorAddresses } from './addresses.js';
import { NOTHING_RUNS, runningStack } from './local-stack.js';

const local = async () => ({ databaseUrl: 'postgres://timeline:s3cret@127.0.0.1:54329/timeline', brokers: '127.0.0.1:19092' });
const nothing = async () => NOTHING_RUNS;
const given = { DATABASE_URL: 'postgres://u:s3cret@db/d', KAFKA_BROKERS: 'a:9092,b:9092', TOPIC_PREFIX: 'other' };

describe('what an operator connects to', () => {
  it('is what the environment says', async () =>
    expect(await operatorAddresses(given, () => Promise.reject(new Error('nobody asks for the local stack')))).toEqual({
      databaseUrl: 'postgres://u:s3cret@db/d',
      databaseReadUrl: undefined,
      kafkaBrokers: ['a:9092', 'b:9092'],
      topicPrefix: 'other',
    }));
  it('is what runs in the checkout, for what the environment leaves open', async () => {
    expect(await operatorAddresses({ KAFKA_BROKERS: ' ' }, local)).toEqual({
      databaseUrl: 'postgres://timeline:s3cret@127.0.0.1:54329/timeline',
      databaseReadUrl: undefined,
      kafkaBrokers: ['127.0.0.1:19092'],
      topicPrefix: 'situations',
    });
    expect((await operatorAddresses({ DATABASE_URL: given.DATABASE_URL }, local)).databaseUrl).toBe(given.DATABASE_URL);
  });
  it('is nothing where neither knows, and that is said', async () => {
    await expect(operatorAddresses({}, nothing)).rejects.toThrow('DATABASE_URL and KAFKA_BROKERS not set');
    await expect(operatorAddresses({ DATABASE_URL: given.DATABASE_URL }, nothing)).rejects.toThrow(/^KAFKA_BROKERS not set/);
  });
  it('is refused where it is no address, without showing it', async () => {
    const refused = operatorAddresses({ DATABASE_URL: 'mysql://u:s3cret@h', KAFKA_BROKERS: 'nowhere', TOPIC_PREFIX: 'a b' }, nothing);
    await expect(refused).rejects.toBeInstanceOf(UsageError);
    await refused.catch(({ message }: Error) => {
      expect(message.match(/DATABASE_URL|KAFKA_BROKERS|TOPIC_PREFIX/g)).toEqual(['DATABASE_URL', 'KAFKA_BROKERS', 'TOPIC_PREFIX']);
      expect(message).not.toContain('s3cret');
    });
  });
  it('is looked for in this checkout', async () => expect(Object.keys(await runningStack())).toEqual(['databaseUrl', 'brokers']));
});

it('lists the exit codes of operators’ commands', async () =>
  expect((await runCli(['--help'])).out).toContain('PostgreSQL or Kafka cannot'));
