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
import fc from 'fast-check';
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

  describe('decided on what is remembered', () => {
    let asked: number;
    let remembering: CommandHandler<Add, Added>;
    const add = (by: string, idempotencyKey = by, more: Partial<Add> = {}) =>
      remembering.handle(request({ stream: 's', by, ...more }, { idempotencyKey }));

    beforeEach(() => {
      asked = 0;
      const load: typeof store.load = (...question) => {
        asked += 1;
        return store.load(...question);
      };
      remembering = new CommandHandler(log, { ...store, load }, codec, handlingOf, 1_000);
    });

    it('asks for a stream once, however often it is written', async () => {
      for (const by of ['a', 'b', 'c', 'd']) expect(await add(by)).toMatchObject({ status: 'recorded' });
      // Of a stream that is not there is nothing to remember: its second event is decided on the first.
      expect(asked).toBe(1);
      expect(await kept()).toEqual(['a', 'b', 'c', 'd']);
    });

    it('decides again on the record where somebody else wrote meanwhile', async () => {
      await add('a');
      const other = await inMemoryRecordStore(log, codec);
      await new CommandHandler(log, other, codec, handlingOf, 1_000).handle(request({ stream: 's', by: 'x' }));
      await other.stop();
      const records = async () => (await log.ends()).reduce((sum, { end }) => sum + end, 0);
      const before = await records();
      expect(await remembering.handle(request({ stream: 's', by: 'b' }))).toMatchObject({ status: 'recorded', versions: { s: 3 } });
      // The one that lost, and the one that was decided again, each once.
      expect([asked, (await records()) - before]).toEqual([2, 2]);
      expect(await add('c')).toMatchObject({ status: 'recorded', versions: { s: 4 } });
      expect(asked).toBe(2);
      expect(await kept()).toEqual(['a', 'x', 'b', 'c']);
    });

    it('looks at the record before it says that nothing changes', async () => {
      await add('a');
      expect(await add('b', 'k', { limit: 1 })).toMatchObject({ status: 'unchanged' });
      expect(asked).toBe(2);
    });

    it('answers a key that was used with what is stored, and another request under it with no', async () => {
      const first = await add('a', 'k');
      await add('b');
      expect(await remembering.handle(request({ stream: 's', by: 'a' }, { idempotencyKey: 'k' }))).toEqual({
        ...first,
        status: 'repeated',
      });
      const before = await kept();
      await expect(add('z', 'k')).rejects.toThrow(KeyReused);
      expect(await add('c')).toMatchObject({ status: 'recorded' });
      expect(await kept()).toEqual([...before, 'c']);
    });

    it('gives a repetition the stored answer, though others have undone what it did', async () => {
      const flip = (on: boolean, idempotencyKey: string) =>
        flipping.handle(request({ stream: 's', by: on ? 'on' : 'off' }, { idempotencyKey }));
      const flipping = new CommandHandler<Add, Added>(
        log,
        store,
        codec,
        (_, { stream, by }) => ({
          stream,
          reads: [stream],
          decide: (past) => (past.at(-1)?.event.by === by ? [] : [{ type: 'Added', by }]),
        }),
        1_000,
      );
      const first = await flip(true, 'k');
      await flip(false, 'l');
      expect(await flip(true, 'k')).toEqual({ ...first, status: 'repeated' });
      expect(await kept()).toEqual(['on', 'off']);
      expect(await flip(true, 'm')).toMatchObject({ status: 'recorded', versions: { s: 3 } });
    });

    it('records each thing once, whoever remembers what, and answers so', async () => {
      const command = fc.record({ writer: fc.nat(2), stream: fc.constantFrom('s', 't'), by: fc.nat(5), key: fc.option(fc.nat(8)) });
      await fc.assert(
        fc.asyncProperty(fc.uuid(), fc.array(fc.array(command, { maxLength: 4 }), { maxLength: 8 }), async (situationId, rounds) => {
          const stores = await Promise.all([0, 1, 2].map(() => inMemoryRecordStore(log, codec)));
          const writers = stores.map((own) => new CommandHandler(log, own, codec, handlingOf, 1_000));
          const recorded: string[] = [];
          for (const round of rounds) {
            const answers = await Promise.allSettled(
              round.map(({ writer, stream, by, key }) =>
                writers[writer]!.handle(
                  request({ stream, by: `${by}` }, { situationId, ...(key === null ? {} : { idempotencyKey: `${key}` }) }),
                ),
              ),
            );
            for (const [nth, answer] of answers.entries()) {
              if (answer.status === 'rejected') expect(answer.reason.name).toMatch(/KeyReused|CommandConflict/);
              else if (answer.value.status === 'recorded') recorded.push(`${round[nth]!.stream} ${round[nth]!.by}`);
            }
          }
          const { events } = await stores[0]!.load(situationId, ['s', 't'], []);
          const there = events.map(({ stream, event }) => `${stream} ${(event as Added).by}`);
          expect(new Set(there).size).toBe(there.length);
          expect([...new Set(recorded)].sort()).toEqual([...there].sort());
          for (const own of stores) await own.stop();
        }),
        { numRuns: 60 },
      );
    });
  });
});
