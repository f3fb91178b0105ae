import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromReaders, Received } from './received.js';

export type Readers = {
  /** What was received since it was asked last. Throws where a stream ended. */
  received(): Promise<readonly Received[]>;
  close(): Promise<void>;
};

/** So many readers of one address, in a process of their own. Resolves when all were told where they begin. */
export const openReaders = async (url: string, readers: number): Promise<Readers> => {
  const main = fileURLToPath(new URL('./stream-readers.js', import.meta.url));
  const child = fork(main, ['--url', url, '--readers', String(readers)]);
  const ended = once(child, 'exit');
  process.once('exit', () => child.kill('SIGKILL'));
  const said = async (): Promise<FromReaders> => {
    const [message] = (await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error('the readers ended')))])) as [
      FromReaders,
    ];
    return message;
  };
  await said();
  return {
    received: async () => {
      child.send('what was received');
      const message = await said();
      if ('open' in message) throw new Error('the readers opened twice');
      if (message.broken > 0) throw new Error(`${message.broken} streams ended`);
      return message.received;
    },
    close: async () => {
      child.disconnect();
      await ended;
    },
  };
};
