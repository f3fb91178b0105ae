/** The lines of a stream without their ends. Only \n ends a line: JSON may hold every other separator as it is. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of stream) {
    const parts = (held + decoder.decode(chunk, { stream: true })).split('\n');
    held = parts.pop() ?? '';
    yield* parts;
  }
  held += decoder.decode();
  if (held !== '') yield held;
}

/** How many lines a stream has; a last one without an end counts. */
export const countLines = async (stream: AsyncIterable<Uint8Array>): Promise<number> => {
  const NEWLINE = 0x0a;
  let lines = 0;
  let open = false;
  for await (const chunk of stream) {
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) lines += 1;
    if (chunk.length > 0) open = chunk.at(-1) !== NEWLINE;
  }
  return lines + (open ? 1 : 0);
};
