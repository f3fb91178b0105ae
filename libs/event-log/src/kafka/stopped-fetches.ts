import Runner from 'kafkajs/src/consumer/runner.js';

// Importing this has the consumers of kafkajs end where they are stopped. When brokers come or go one begins to fetch anew, and goes on with that when it
// is stopped just then: since a fetch of one that is stopped gives nothing and waits for nothing, the process would do nothing else any more, not even
// hear a signal. Here such a fetch fails, which ends it. One that is stopped at any other time makes none.

const { fetch } = Runner.prototype;

Runner.prototype.fetch = async function (this: Runner, nodeId: string) {
  if (!this.running) throw new Error('the consumer was stopped');
  return fetch.call(this, nodeId);
};
