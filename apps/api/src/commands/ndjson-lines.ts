import { Problem } from '../http/problems.js';

/** Of one line without its end, in bytes. */
export const LINE_LIMIT = 256 * 1024;

/** A line of the input, from 1: its bytes, or what keeps it from being read. */
export type Line = { readonly number: number; readonly bytes: Buffer | Problem };

const NEWLINE = 0x0a;

/**
 * The lines of a stream, one at a time, so that whoever reads them sets the pace. A line that is too long is passed over in full, without
 * being held. A last line without an end counts; one that is cut off, because the stream broke, does not: then this throws.
 */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let number = 1;
  let held: Buffer[] = [];
  let length = 0;

  const take = (part: Buffer): void => {
    length += part.length;
    if (length > LINE_LIMIT) held = [];
    else if (part.length > 0) held.push(part);
  };
  const finish = (): Line => {
    const line = {
      number,
      bytes:
        length > LINE_LIMIT
          ? new Problem('line-too-long', `a line has at most ${LINE_LIMIT} bytes, this one ${length}`)
          : Buffer.concat(held),
    };
    number += 1;
    held = [];
    length = 0;
    return line;
  };

  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    take(chunk.subarray(start));
  }
  if (length > 0) yield finish();
}
