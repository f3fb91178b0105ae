/** Inner part of kafkajs, of the version that package.json names. */
declare module 'kafkajs/src/consumer/runner.js' {
  /** What fetches and hands out, for a consumer. */
  export default class Runner {
    constructor(settings: object);
    running: boolean;
    start(): Promise<void>;
    stop(): Promise<void>;
    fetch(nodeId: string): Promise<unknown[]>;
  }
}
