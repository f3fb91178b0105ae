import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { type FromReaders, nowMs } from './received.js';

// A process of its own, so that what readers cost is not taken for what the api takes. Opens so many streams; tells its parent when all are open, and
// when it has received each event how often, and when.

const { values } = parseArgs({ options: { url: { type: 'string' }, readers: { type: 'string' } } });
const URL_ASKED = new URL(values.url!);
const READERS = Number(values.readers);

/** How many are opened at once. */
const OPENED_AT_ONCE = 50;
const EVENT = /"eventId":"([0-9a-f-]{36})"/g;
/** Longer than what may be cut in two at the end of what was received. */
const REST = 64;

const received = new Map<string, number[]>();
let broken = 0;

const read = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    let held = '';
    let opened = false;
    socket.on('data', (chunk: Buffer) => {
      const at = nowMs();
      const text = held + chunk.toString('latin1');
      if (!opened) {
        if (!text.startsWith('HTTP/1.1 200') && text.length > 12) reject(new Error(text.slice(0, 500)));
        opened = text.includes('event: opening');
        if (opened) resolve();
      }
      let end = 0;
      for (const match of text.matchAll(EVENT)) {
        const times = received.get(match[1]!);
        if (times === undefined) received.set(match[1]!, [at]);
        else times.push(at);
        end = match.index + match[0].length;
      }
      // Until it is open the head is among it.
      held = opened ? text.slice(Math.max(end, text.length - REST)) : text;
    });
    socket.on('error', reject).on('close', () => (broken += 1));
  });

const open = async (): Promise<void> => {
  const socket = connect({ host: URL_ASKED.hostname, port: Number(URL_ASKED.port), noDelay: true });
  const opened = read(socket);
  socket.write(`GET ${URL_ASKED.pathname} HTTP/1.1\r\nhost: ${URL_ASKED.host}\r\naccept: text/event-stream\r\n\r\n`);
  await opened;
};

for (let left = READERS; left > 0; left -= OPENED_AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(left, OPENED_AT_ONCE) }, open));
}
const tell = (message: FromReaders) => void process.send!(message);
// The parent asks for what was received since it asked last.
process.on('message', () => {
  tell({ received: [...received].map(([eventId, times]) => ({ eventId, times })), broken });
  received.clear();
});
process.on('disconnect', () => process.exit());
tell({ open: true });
