/** Asks again and again, as fast as it is answered, and keeps every answer that differs from the one before it. */
export class Polling<Answer> {
  private stopped = false;
  private readonly answers: Answer[] = [];
  private readonly running: Promise<void>;
  /** How often it was asked. */
  times = 0;

  constructor(private readonly ask: () => Promise<Answer>) {
    this.running = this.poll();
    // Told by whoever looks at the answers.
    this.running.catch(() => undefined);
  }

  /** What was answered, each once in a row; also what is answered to a question that begins now. Rejects where any had no answer. */
  async settled(): Promise<readonly Answer[]> {
    const from = this.times;
    while (!this.stopped && this.times < from + 2) await Promise.race([this.running, new Promise((resolve) => setTimeout(resolve, 5))]);
    return [...this.answers];
  }

  /** Ends it. Rejects where any had no answer. */
  async stop(): Promise<readonly Answer[]> {
    this.stopped = true;
    await this.running;
    return this.answers;
  }

  private async poll(): Promise<void> {
    while (!this.stopped) {
      const answer = await this.ask();
      this.times += 1;
      if (answer !== this.answers.at(-1)) this.answers.push(answer);
    }
  }
}
