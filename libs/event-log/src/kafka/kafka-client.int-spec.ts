import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { stack } from '../../../../test/support/stack.js';
import { kafkaOf } from './kafka-client.js';

it('passes over a broker that takes connections and closes them, as what stands before a dead one does', async () => {
  const closing = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(closing, 'listening');
  const brokers = [`127.0.0.1:${(closing.address() as AddressInfo).port}`, ...stack().brokers.split(',')];
  const connected = async () => {
    const admin = kafkaOf({ brokers, topic: 'any', clientId: 'test', warn: () => undefined }).admin();
    try {
      await admin.connect();
    } finally {
      await admin.disconnect();
    }
  };
  try {
    await expect(eventually(connected, { within: 10_000 })).resolves.toBeUndefined();
  } finally {
    closing.close();
  }
});
