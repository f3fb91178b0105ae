/** One server-sent event with data. */
export type SseEvent = { readonly id: string | undefined; readonly event: string; readonly data: string };

/** The events of a stream. Comments and hints are passed over; what the end cuts off is no event. */
export async function* eventsOf(lines: AsyncIterable<string>): AsyncGenerator<SseEvent> {
  let [id, event]: [string | undefined, string] = [undefined, 'message'];
  let data: string[] = [];
  for await (const line of lines) {
    if (line === '') {
      if (data.length > 0) yield { id, event, data: data.join('\n') };
      [event, data] = ['message', []];
      continue;
    }
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (name === 'id') id = value;
    else if (name === 'event') event = value;
    else if (name === 'data') data.push(value);
  }
}
