import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { ATTRIBUTION, BadRow, noticeOfRow } from '../../../../libs/sources/src/index.js';
import { linesOf } from '../http/ndjson.js';
import type { ImportResult } from './import-result.js';

/** What the file tells, line by line as an import takes it. */
export type Mapped = {
  readonly lines: Readable;
  /** The result of a line where it was not sent, since its row cannot be read. To be asked for once. */
  readonly faultOf: (line: number) => ImportResult | undefined;
};

export type Format = {
  readonly open: (file: string) => Mapped;
  /** The file opens no situation. */
  readonly needsSituation?: true;
  /** To be shown with what was imported. */
  readonly attribution?: string;
};

/** Sent at once: a line by itself is a chunk of HTTP each. */
const CHUNK = 32 * 1024;

/** A row that cannot be read goes as a blank line, so that the lines of file, input and answer have the same numbers. */
const mapping = (file: string, lineOf: (row: string) => object): Mapped => {
  const faults = new Map<number, ImportResult>();
  async function* mapped(): AsyncGenerator<Buffer> {
    let line = 0;
    let held = '';
    for await (const row of linesOf(createReadStream(file))) {
      line += 1;
      try {
        if (row.trim() !== '') held += JSON.stringify(lineOf(row));
      } catch (error) {
        if (!(error instanceof BadRow)) throw error;
        const { field, code, message, why } = error;
        faults.set(line, { line, status: 'rejected', code, detail: message, errors: field === '' ? [] : [{ field, code, message: why }] });
      }
      held += '\n';
      if (held.length < CHUNK) continue;
      yield Buffer.from(held);
      held = '';
    }
    if (held !== '') yield Buffer.from(held);
  }
  return {
    lines: Readable.from(mapped(), { highWaterMark: 1 }),
    faultOf: (line) => {
      const fault = faults.get(line);
      faults.delete(line);
      return fault;
    },
  };
};

export const FORMATS: Readonly<Record<string, Format>> = {
  chronicle: { open: (file) => ({ lines: createReadStream(file), faultOf: () => undefined }) },
  'fcdo-change-history': { open: (file) => mapping(file, noticeOfRow), needsSituation: true, attribution: ATTRIBUTION },
};
