/** What the api answers to one line of an import. */
export type ImportResult = { line: number; id?: string } & (
  | { status: 'recorded' | 'unchanged'; eventIds: readonly string[]; position: string }
  | { status: 'rejected'; code: string; detail: string; errors: readonly { field: string; code: string; message: string }[] }
  | { status: 'unknown'; command: string }
  | { status: 'not-attempted'; code?: string; detail?: string }
  | { status: 'blank' }
);
type Status = ImportResult['status'];
const STATUSES: readonly string[] = ['recorded', 'unchanged', 'rejected', 'unknown', 'not-attempted', 'blank'] satisfies Status[];

export type ImportSummary = {
  situation: string;
  file: string;
  /** Lines of the file. */
  lines: number;
  /** Lines by what became of them. */
  recorded: number;
  unchanged: number;
  rejected: number;
  unknown: number;
  notAttempted: number;
  blank: number;
  /** Lines of the file that got no result, since the answer ended before. */
  unanswered: number;
  newEvents: number;
  seconds: number;
};

/** Undefined where the text is no result line. */
export const parseResult = (text: string): ImportResult | undefined => {
  try {
    const value = JSON.parse(text) as ImportResult;
    return Number.isInteger(value?.line) && STATUSES.includes(value.status) ? value : undefined;
  } catch {
    return undefined;
  }
};

const COUNTED: Readonly<Record<Status, 'recorded' | 'unchanged' | 'rejected' | 'unknown' | 'notAttempted' | 'blank'>> = {
  recorded: 'recorded',
  unchanged: 'unchanged',
  rejected: 'rejected',
  unknown: 'unknown',
  'not-attempted': 'notAttempted',
  blank: 'blank',
};

/** Counts results as they come; keeps only those that somebody has to look at. */
export const importTally = () => {
  const counts = { recorded: 0, unchanged: 0, rejected: 0, unknown: 0, notAttempted: 0, blank: 0, newEvents: 0, done: 0 };
  const faults: ImportResult[] = [];
  return {
    counts,
    faults,
    add: (result: ImportResult): void => {
      counts.done += 1;
      counts[COUNTED[result.status]] += 1;
      if (result.status === 'recorded') counts.newEvents += result.eventIds.length;
      if (result.status === 'rejected' || result.status === 'unknown') faults.push(result);
      if (result.status === 'not-attempted' && result.code !== undefined) faults.push(result);
    },
  };
};
