type Question<Answer> = { readonly underWay: Promise<Answer>; next?: Promise<Answer> };

/**
 * Of those who ask the same at once one asks for all. Whoever comes while a question is under way waits for the next one, which begins after that:
 * every answer is read after it was asked for, so that who has seen a write finds it.
 */
export class AskedTogether<Answer> {
  private readonly questions = new Map<string, Question<Answer>>();

  /** `ask` must be the same question for the same key. Rejects as the question does, for all who shared it. */
  ask(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const question = this.questions.get(key);
    if (question === undefined) return this.begin(key, ask);
    return (question.next ??= question.underWay.then(
      () => this.begin(key, ask),
      () => this.begin(key, ask),
    ));
  }

  private begin(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const underWay = ask();
    const question: Question<Answer> = { underWay };
    this.questions.set(key, question);
    const end = () => {
      if (question.next === undefined) this.questions.delete(key);
    };
    underWay.then(end, end);
    return underWay;
  }
}

/** The same for several servers: an answer of one says nothing of another. */
export class AskedOfEach<Server extends object, Answer> {
  private readonly asked = new WeakMap<Server, AskedTogether<Answer>>();

  /** See {@link AskedTogether.ask}. */
  ask(server: Server, key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const together = this.asked.get(server) ?? new AskedTogether<Answer>();
    this.asked.set(server, together);
    return together.ask(key, ask);
  }
}
