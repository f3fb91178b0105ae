import { BadLine, parseLine } from '../../apps/api/src/commands/import-line.js';
import { commandOf } from '../../apps/api/src/commands/kinds.js';
import { type DomainEvent, handlingOf } from '../../libs/situations/src/index.js';
import { idAt } from './recorded.js';

/** What a line of an import may have, in bytes. */
const LONGEST_LINE = 256 * 1024;

type Past = { id: string; stream: string; event: DomainEvent };

/**
 * The events that lines of an import cause, decided one after another as the api does it, with the ids that `history` gives them.
 * Throws where one is refused.
 */
export const decided = (situation: string, lines: readonly string[]): DomainEvent[] => {
  const past: Past[] = [];
  for (const line of lines) {
    if (Buffer.byteLength(line) > LONGEST_LINE) throw new Error(`too long: ${line.slice(0, 80)}`);
    try {
      const { id, request } = parseLine(situation, Buffer.from(line));
      const { stream, reads, decide } = handlingOf(situation, commandOf(request, id));
      const events = decide(past.filter((before) => reads.includes(before.stream)));
      for (const event of events) past.push({ id: idAt(past.length + 1), stream, event });
    } catch (error) {
      throw error instanceof BadLine ? new Error(`${error.message}: ${line.slice(0, 80)}`) : error;
    }
  }
  return past.map(({ event }) => event);
};
