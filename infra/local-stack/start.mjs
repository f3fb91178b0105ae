import { join } from 'node:path';
import { dataDirectory } from './paths.mjs';
import { say, script } from './script.mjs';
import { withApi } from './session.mjs';

// npm start: the projector and the api, on DATABASE_URL and KAFKA_BROKERS where set, else on the local stack, until Ctrl-C.
await script((interruption) =>
  withApi(interruption, async (url, failed) => {
    say(`Logs: ${join(dataDirectory, 'logs')}. Ctrl-C stops everything.`);
    console.log(`ready ${url}`);
    await failed;
  }),
);
