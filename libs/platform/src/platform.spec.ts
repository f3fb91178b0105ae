import { anonymousAccess, closeAll, EnvironmentFaults, openLogger, readEnvironment } from './index.js';

const faultsOf = (variables: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readEnvironment(['databaseUrl', 'kafkaBrokers', 'host', 'port', 'logLevel', 'topicPrefix', 'allowAnonymous'], variables);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentFaults) return error.faults;
    throw error;
  }
};

describe('the environment', () => {
  const enough = { DATABASE_URL: 'postgres://u:secret@h/d', KAFKA_BROKERS: 'a:9092, b:9092' };

  it('has defaults for all but the addresses of the two stores', () =>
    expect(readEnvironment(['databaseUrl', 'kafkaBrokers', 'host', 'port', 'logLevel', 'topicPrefix', 'allowAnonymous'], enough)).toEqual({
      databaseUrl: 'postgres://u:secret@h/d',
      kafkaBrokers: ['a:9092', 'b:9092'],
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      topicPrefix: 'situations',
      allowAnonymous: false,
    }));

  it('lists all faults together, without a value in any', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://u:secret@h', PORT: '99999', LOG_LEVEL: 'loud', ALLOW_ANONYMOUS: 'perhaps' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['DATABASE_URL', 'KAFKA_BROKERS', 'PORT', 'LOG_LEVEL', 'ALLOW_ANONYMOUS']);
    expect(faults.join()).not.toContain('secret');
  });

  it('bounds the live streams, in all and of one address', () => {
    const live = (variables: NodeJS.ProcessEnv) => readEnvironment(['liveStreams', 'liveStreamsOfClient'], variables);
    expect(live({})).toEqual({ liveStreams: 2_048, liveStreamsOfClient: 1_024 });
    expect(live({ LIVE_STREAMS: '9000', LIVE_STREAMS_OF_CLIENT: '1' })).toEqual({ liveStreams: 9_000, liveStreamsOfClient: 1 });
    expect(() => live({ LIVE_STREAMS: '0' })).toThrow('LIVE_STREAMS is to be a whole number from 1 to 100000');
    expect(() => live({ LIVE_STREAMS_OF_CLIENT: 'many' })).toThrow('LIVE_STREAMS_OF_CLIENT is to be');
  });

  it('says how nice the workers of rebuilds are', () => {
    const nice = (text: string) => readEnvironment(['rebuildNice'], { REBUILD_NICE: text }).rebuildNice;
    expect(['', '0', '19'].map(nice)).toEqual([10, 0, 19]);
    for (const text of ['-1', '20', '1.5', 'low']) expect(() => nice(text)).toThrow('REBUILD_NICE is to be a whole number from 0 to 19');
  });

  it.each([
    ['SEVERITY_ROWS', 'severityRows', 10_000_000],
    ['STREAMS_MIB', 'streamsMib', 1_024],
  ] as const)('may say what an api holds in memory, %s: none is a number, too', (variable, name, most) => {
    const held = (text: string) => readEnvironment([name], { [variable]: text })[name];
    expect(['', ' ', '0', ' 900 ', `${most}`].map(held)).toEqual([undefined, undefined, 0, 900, most]);
    for (const text of ['-1', '1.5', 'all', `${most + 1}`])
      expect(() => held(text)).toThrow(`${variable} is to be a whole number from 0 to ${most}`);
  });

  it('may name a replica to read from, and shows nothing of an address that is none', () => {
    const replica = (text: string) => readEnvironment(['databaseReadUrl'], { DATABASE_READ_URL: text });
    expect(['', ' ', 'postgres://u:secret@replica/d'].map((text) => replica(text).databaseReadUrl)).toEqual([
      undefined,
      undefined,
      'postgres://u:secret@replica/d',
    ]);
    expect(() => replica('mysql://u:secret@replica/d')).toThrow(/DATABASE_READ_URL is to be an address such as (?!.*secret)/);
  });

  it('does not complain of what was not asked for', () => expect(readEnvironment(['port'], { PORT: '0' })).toEqual({ port: 0 }));

  it.each(['127.0.0.1', 'localhost', '::1'])('lets anyone of this machine in on %s', (host) =>
    expect(anonymousAccess({ host, allowAnonymous: false })).toContain('this machine only'),
  );
  it('names the setting at fault', () =>
    expect(() => anonymousAccess({ host: '0.0.0.0', allowAnonymous: false }, 'PROJECTOR_HOST')).toThrow(/PROJECTOR_HOST is 0\.0\.0\.0/));
  it.each(['0.0.0.0', '::', '192.0.2.7', 'example.org'])('refuses %s unless it is allowed', (host) => {
    expect(() => anonymousAccess({ host, allowAnonymous: false })).toThrow(EnvironmentFaults);
    expect(anonymousAccess({ host, allowAnonymous: true })).toContain('ANYONE');
  });
});

describe('the log', () => {
  it('never shows the password of an address', () => {
    const lines: string[] = [];
    const logger = openLogger('test', 'info', { write: (line: string) => void lines.push(line) });
    logger.info({ url: 'postgres://u:s3cret@h/d', err: new Error('no answer of postgres://u:s3cret@h/d') }, 'at postgres://u:s3cret@h/d');
    expect(lines.join()).not.toContain('s3cret');
    expect(lines.join()).toContain('postgres://u:***@h/d');
  });
});

describe('closing', () => {
  const silent = openLogger('test', 'silent');

  it('goes in order and on after a failure', async () => {
    const closed: string[] = [];
    const closer = (name: string, fails = false) => ({
      name,
      close: async () => {
        closed.push(name);
        if (fails) throw new Error('no');
      },
    });
    expect(await closeAll([closer('a'), closer('b', true), closer('c')], silent)).toBe(0);
    expect(closed).toEqual(['a', 'b', 'c']);
  });

  it('does not wait for ever', async () =>
    expect(await closeAll([{ name: 'stuck', close: () => new Promise(() => undefined) }], silent, 10)).toBe(1));
});
