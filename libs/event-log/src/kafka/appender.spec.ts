import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { type NewRecord, NotAppended } from '../event-log.js';
import { Appender, type Sending } from './appender.js';

const record = (text: string, partition = 0): NewRecord => ({ partition, key: Buffer.from('k'), value: Buffer.from(text) });
const texts = (records: readonly NewRecord[]) => records.map(({ value }) => value.toString());
const outcome = (appended: Promise<void>) =>
  appended.then(
    () => 'kept',
    (error: Error) => error.constructor.name,
  );

/** A sender that does as it is told: each call waits for its script. */
const scripted = () => {
  const calls: { records: string[]; leave: () => boolean; end: (error?: Error) => void }[] = [];
  const sender: Sending = {
    send: (records, leaving) =>
      new Promise((resolve, reject) =>
        calls.push({ records: texts(records), leave: leaving, end: (error) => (error === undefined ? resolve() : reject(error)) }),
      ),
    disconnect: async () => undefined,
  };
  const call = (nth: number) => eventually(() => calls[nth] ?? Promise.reject(new Error(`no call ${nth}`)), { every: 1 });
  return { appender: new Appender(sender), calls, call };
};

describe('an append', () => {
  it('is kept when the call that carried it was acknowledged', async () => {
    const { appender, call } = scripted();
    const both = Promise.all([outcome(appender.append(record('a'))), outcome(appender.append(record('b')))]);
    const first = await call(0);
    expect(first.records).toEqual(['a', 'b']);
    first.leave();
    first.end();
    expect(await both).toEqual(['kept', 'kept']);
  });

  it('is sent again after an error, in its order', async () => {
    const { appender, call } = scripted();
    const a = outcome(appender.append(record('a')));
    (await call(0)).end(new Error('no broker'));
    const b = outcome(appender.append(record('b')));
    const second = await call(1);
    expect(second.records).toEqual(['a', 'b']);
    second.end();
    expect([await a, await b]).toEqual(['kept', 'kept']);
  });
});

describe('a record is withdrawn', () => {
  it('where it still waits: it is never sent', async () => {
    const { appender, call } = scripted();
    const [first, second] = [record('a'), record('b')];
    const a = outcome(appender.append(first));
    const under = await call(0);
    const b = outcome(appender.append(second));
    expect(appender.withdraw(second)).toBe(true);
    expect(await b).toBe('NotAppended');
    under.end();
    expect(await a).toBe('kept');
    const c = outcome(appender.append(record('c')));
    const next = await call(1);
    expect(next.records).toEqual(['c']);
    next.end();
    await c;
  });

  it('where it is in the hands of the client but has not left: nothing of that call may leave any more', async () => {
    const { appender, call } = scripted();
    const [first, second] = [record('a'), record('b')];
    const [a, b] = [outcome(appender.append(first)), outcome(appender.append(second))];
    const under = await call(0);
    expect(appender.withdraw(first)).toBe(true);
    expect(await a).toBe('NotAppended');
    expect(under.leave()).toBe(false);
    under.end(new Error('withdrawn'));
    const again = await call(1);
    expect(again.records).toEqual(['b']);
    expect(again.leave()).toBe(true);
    again.end();
    expect(await b).toBe('kept');
  });

  it('while nothing is under way after an error: it is not in the next call', async () => {
    const { appender, call } = scripted();
    const [first, second] = [record('a'), record('b')];
    const [a, b] = [outcome(appender.append(first)), outcome(appender.append(second))];
    (await call(0)).end(new Error('no broker'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(appender.withdraw(first)).toBe(true);
    expect(await a).toBe('NotAppended');
    const again = await call(1);
    expect(again.records).toEqual(['b']);
    again.end();
    await b;
  });

  it('never once its bytes have left, whatever came of the call', async () => {
    const { appender, call } = scripted();
    const one = record('a');
    const a = outcome(appender.append(one));
    const under = await call(0);
    under.leave();
    expect(appender.withdraw(one)).toBe(false);
    under.end(new Error('connection closed'));
    const again = await call(1);
    expect(appender.withdraw(one)).toBe(false);
    again.end();
    expect(await a).toBe('kept');
    expect(appender.withdraw(one)).toBe(false);
  });
});

describe('a log that cannot be reached', () => {
  it('is waited for by so many bytes and no more, and those withdrawn make room', async () => {
    const { appender, call } = scripted();
    const large = () => ({ ...record(''), value: Buffer.alloc(1024 * 1024 - 1) });
    const waiting = Array.from({ length: 64 }, large);
    const appended = waiting.map((one) => outcome(appender.append(one)));
    await call(0);
    await expect(appender.append(large())).rejects.toThrow(NotAppended);
    for (const one of waiting) expect(appender.withdraw(one)).toBe(true);
    expect(new Set(await Promise.all(appended))).toEqual(new Set(['NotAppended']));
    const next = outcome(appender.append(large()));
    await appender.close(1);
    expect(await next).toBe('NotAppended');
  });

  it('is closed without waiting for it, and what may have been appended is not said not to be', async () => {
    const { appender, call } = scripted();
    const a = outcome(appender.append(record('a')));
    (await call(0)).leave();
    const b = outcome(appender.append(record('b')));
    await appender.close(10);
    expect([await a, await b]).toEqual(['LogUnavailable', 'NotAppended']);
    expect(await outcome(appender.append(record('c')))).toBe('NotAppended');
  });
});
