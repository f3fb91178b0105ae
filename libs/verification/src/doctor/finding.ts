/** `fault`: something is wrong or stands still. `warning`: nothing is wrong yet, or not in what was recorded. `note`: good to know. */
export type Severity = 'fault' | 'warning' | 'note';

/** One thing that was found, for people: what is so, and what mends it. */
export type Finding = { readonly code: string; readonly severity: Severity; readonly detail: string; readonly mend: string };

export const fault = (code: string, detail: string, mend: string): Finding => ({ code, severity: 'fault', detail, mend });
export const warning = (code: string, detail: string, mend: string): Finding => ({ code, severity: 'warning', detail, mend });
export const note = (code: string, detail: string, mend: string): Finding => ({ code, severity: 'note', detail, mend });

const ORDER: readonly Severity[] = ['fault', 'warning', 'note'];

/** The worst first; of one severity in the order in which they were found. */
export const worstFirst = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
