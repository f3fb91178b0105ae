import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';

export type SseMessage = { id: string | undefined; event: string; data: unknown };

const messageOf = (text: string): SseMessage | undefined => {
  const fields = new Map(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
  const data = fields.get('data');
  return data === undefined ? undefined : { id: fields.get('id'), event: fields.get('event') ?? 'message', data: JSON.parse(data) };
};

/** One answer of server-sent events as a client reads it: no faster than it is asked to. */
export class SseClient {
  private constructor(private readonly response: IncomingMessage) {}

  /** Throws where the answer is none. */
  static async open(url: string, headers: Record<string, string> = {}): Promise<SseClient> {
    const [response] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode} ${await textOf(response)}`);
    return new SseClient(response);
  }

  /** The messages as they come; nothing is read that is not asked for. */
  async *messages(): AsyncGenerator<SseMessage> {
    let held = '';
    for await (const chunk of this.response.setEncoding('utf8')) {
      const parts = (held + chunk).split('\n\n');
      held = parts.pop() ?? '';
      for (const part of parts) {
        const message = messageOf(part);
        if (message !== undefined) yield message;
      }
    }
  }

  /** Reads about so many bytes every so many milliseconds, for so long. Answers how many messages came. */
  async readSlowly({ bytes, every, during }: { bytes: number; every: number; during: number }): Promise<number> {
    this.response.pause();
    let messages = 0;
    for (const end = Date.now() + during; Date.now() < end;) {
      const chunk = (this.response.read(bytes) as Buffer | null) ?? (this.response.read() as Buffer | null);
      messages += chunk === null ? 0 : chunk.toString('latin1').split('\n\n').length - 1;
      await setTimeout(every);
    }
    return messages;
  }

  close(): void {
    this.response.destroy();
  }
}

const textOf = async (response: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
};

/** Every message until the end. */
export const allMessages = async (url: string, headers: Record<string, string> = {}): Promise<SseMessage[]> => {
  const client = await SseClient.open(url, headers);
  const messages: SseMessage[] = [];
  for await (const message of client.messages()) messages.push(message);
  return messages;
};
