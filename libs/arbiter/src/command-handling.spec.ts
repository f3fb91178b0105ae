import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CommandConflict,
  CommandHandler,
  type CommandRequest,
  CommitTooLarge,
  type EventCodec,
  type EventLog,
  type Handling,
  inMemoryEventLog,
  KeyReused,
  VersionMismatch,
} from '../../event-log/src/index.js';
import { inMemoryRecordStore } from './in-memory-record-store.js';

/** A counter by stream: enough of a domain to see who decided on what. */
type Added = { type: 'Added'; by: string; text?: string };
type Add = { stream: string; by: string; limit?: number; text?: string; also?: string[] };

const codec: EventCodec<Added> = {
  encode: ({ type, ...data }) => ({ type, schema: 1, data }),
  decode: ({ data }) => ({ type: 'Added', ...data }) as Added,
};
const handlingOf = (_: string, { stream, by, limit = Number.POSITIVE_INFINITY, text, also = [] }: Add): Handling<Added> => ({
  stream,
  reads: [stream, ...also],
  decide: (past) =>
    past.length >= limit || past.some(({ event }) => event.by === by)
      ? []
      : [{ type: 'Added', by, ...(text === undefined ? {} : { text }) }],
});
const request = (command: Add, more: Partial<CommandRequest<Add>> = {}): CommandRequest<Add> => ({
  situationId: 'mali-2025',
  command: () => command,
  requestHash: Buffer.from(JSON.stringify(command)).toString('hex').padEnd(64, '0').slice(0, 64),
  actor: 'anonymous',
  correlationId: 'c',
  ...more,
});

describe('commands over a log that is judged', () => {
  let log: EventLog;
  let store: Awaited<ReturnType<typeof inMemoryRecordStore<Added>>>;
  let handler: CommandHandler<Add, Added>;
  const kept = async () => (await store.load('mali-2025', ['s'], [])).events.map(({ event }) => (event as Added).by);

  beforeEach(async () => {
    log = inMemoryEventLog(4);
    for (let partition = 0; partition < 4; partition++) {
      const identity = { log: '00000000-0000-4000-8000-000000000000', partition, partitions: 4 };
      await log.append({ partition, key: Buffer.from('_log'), value: Buffer.from(JSON.stringify(identity)) });
    }
    store = await inMemoryRecordStore(log, codec);
    handler = new CommandHandler(log, store, codec, handlingOf, 200);
  });
  afterEach(() => store.stop());

  it('answers with what was recorded', async () => {
    const answer = await handler.handle(request({ stream: 's', by: 'a' }));
    expect(answer).toMatchObject({ status: 'recorded', stream: 's', versions: { s: 1 } });
    expect(await kept()).toEqual(['a']);
  });

  it('appends nothing where nothing changes and nobody can ask for it again', async () => {
    await handler.handle(request({ stream: 's', by: 'a' }));
    const before = await log.ends();
    expect(await handler.handle(request({ stream: 's', by: 'a' }))).toMatchObject({
      status: 'unchanged',
      eventIds: [],
      versions: { s: 1 },
    });
    expect(await log.ends()).toEqual(before);
  });

  it('records a key that changed nothing, so that it keeps its meaning', async () => {
    await handler.handle(request({ stream: 's', by: 'a' }));
    const nothing = request({ stream: 's', by: 'a' }, { idempotencyKey: 'k' });
    expect(await handler.handle(nothing)).toMatchObject({ status: 'unchanged', eventIds: [] });
    await expect(handler.handle(request({ stream: 's', by: 'b' }, { idempotencyKey: 'k' }))).rejects.toThrow(KeyReused);
    expect(await kept()).toEqual(['a']);
  });

  it('gives fifty who send one key at once one event and one answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => handler.handle(request({ stream: 's', by: 'a' }, { idempotencyKey: 'k' }))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, status: '' }))).size).toBe(1);
    expect(await kept()).toEqual(['a']);
  });

  it('lets one of two bodies under one key win, and shows nothing of the other', async () => {
    const answers = await Promise.allSettled(['a', 'b'].map((by) => handler.handle(request({ stream: 's', by }, { idempotencyKey: 'k' }))));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(KeyReused) });
    expect(await kept()).toHaveLength(1);
  });

  it('decides again after a conflict, on what won, and succeeds under the same key', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((by) => handler.handle(request({ stream: 's', by }, { idempotencyKey: by }))));
    expect(answers.map(({ status }) => status)).toEqual(['recorded', 'recorded', 'recorded']);
    expect((await kept()).sort()).toEqual(['a', 'b', 'c']);
  });

  it('gives up after three decisions made anew', async () => {
    const restless = new CommandHandler<Add, Added>(
      log,
      {
        ...store,
        // Somebody always writes between the look and the append.
        load: async (situationId, streams, ids) => {
          const loaded = await store.load(situationId, streams, ids);
          if (streams.length === 2) await handler.handle(request({ stream: 's', by: Math.random().toString() }));
          return loaded;
        },
      },
      codec,
      handlingOf,
      200,
    );
    await expect(restless.handle(request({ stream: 's', by: 'slow', also: ['other'] }))).rejects.toThrow(CommandConflict);
    expect(await kept()).not.toContain('slow');
  });

  it('holds a writer to the version that it named, though others change what else it rests on', async () => {
    const writers = Array.from({ length: 20 }, (_, n) =>
      handler.handle(request({ stream: 's', by: `w${n}`, also: ['situation'] }, { ifMatch: 0 })),
    );
    const others = ['x', 'y'].map((by) => handler.handle(request({ stream: 'situation', by })));
    const answers = await Promise.allSettled(writers);
    await Promise.all(others);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(VersionMismatch);
    expect(await kept()).toHaveLength(1);
  });

  it('gives a repetition of a success the stored answer, even with the old version', async () => {
    const first = await handler.handle(request({ stream: 's', by: 'a' }, { idempotencyKey: 'k', ifMatch: 0 }));
    await handler.handle(request({ stream: 's', by: 'b' }));
    const again = await handler.handle(request({ stream: 's', by: 'a' }, { idempotencyKey: 'k', ifMatch: 0 }));
    expect(again).toEqual({ ...first, status: 'repeated' });
  });

  it('says that it does not know where no verdict comes, and knows when asked again', async () => {
    await store.stop();
    const deaf = await handler.handle(request({ stream: 's', by: 'a' }, { idempotencyKey: 'k' }));
    expect(deaf).toMatchObject({ status: 'unknown' });
    store = await inMemoryRecordStore(log, codec);
    const hearing = new CommandHandler(log, store, codec, handlingOf, 1_000);
    expect(await hearing.handle(request({ stream: 's', by: 'a' }, { idempotencyKey: 'k' }))).toMatchObject({
      commandId: (deaf as { commandId: string }).commandId,
    });
    expect(await kept()).toEqual(['a']);
  });

  it('refuses a commit that is too large before anything is appended', async () => {
    const before = await log.ends();
    await expect(handler.handle(request({ stream: 's', by: 'a', text: 'x'.repeat(1024 * 1024) }))).rejects.toThrow(CommitTooLarge);
    expect(await log.ends()).toEqual(before);
  });
});
