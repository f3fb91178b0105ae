import { once } from 'node:events';
import { connect } from 'node:net';

/** AlterClientQuotas, in its first version, in which nothing is compact; no client library of ours knows it. */
const [API_KEY, VERSION] = [49, 0];

const int = (bytes: 1 | 2 | 4, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
};
const text = (value: string): Buffer => Buffer.concat([int(2, value.length), Buffer.from(value)]);
const double = (value: number): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer;
};
const NOTHING = int(2, -1);
const NO_ERROR = 0;

/** From now on the broker on that port of loopback makes each client wait that sends more than so many bytes a second on average. */
export const allowClients = async (port: number, bytesASecond: number): Promise<void> => {
  const ofEveryClient = [int(4, 1), text('client-id'), NOTHING];
  const limit = [int(4, 1), text('producer_byte_rate'), double(bytesASecond), int(1, 0)];
  const header = [int(2, API_KEY), int(2, VERSION), int(4, 1), text('test')];
  const request = Buffer.concat([...header, int(4, 1), ...ofEveryClient, ...limit, int(1, 0)]);
  const socket = connect({ host: '127.0.0.1', port });
  try {
    socket.write(Buffer.concat([int(4, request.length), request]));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    // Size, correlation, throttle time, number of entries: then what became of ours.
    const error = answer.readInt16BE(16);
    if (error !== NO_ERROR) throw new Error(`the broker set no quota: error ${error}`);
  } finally {
    socket.destroy();
  }
};
