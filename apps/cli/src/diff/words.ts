import type { DiffItem, DiffKind } from '../../../../libs/read-models/src/index.js';
import { facetWords } from '../words.js';

// The words for people of what a diff compares.

/** What a key is of: `US-STATE for ML, departure`. */
export const keyWords = (kind: DiffKind, key: string): string => {
  const [first = '', second = '', third = ''] = key.split('/');
  switch (kind) {
    case 'status':
      return `${first} for ${second}, ${third}`;
    case 'observation':
      return `${first} of ${second}`;
    case 'incident':
      return `incident ${key}`;
    case 'severity':
      return key;
  }
};

type Figure = { measure: string; group: string | null; text: string };
type Incident = { mergedInto?: string; kind?: string; figures?: readonly Figure[]; merged?: readonly string[] };
type Severity = { score: number; band: string; coverage: number };

const incidentWords = ({ mergedInto, kind = '', figures = [], merged = [] }: Incident): string => {
  if (mergedInto !== undefined) return `told by ${mergedInto}`;
  const told = figures.map(({ measure, group, text }) => `${measure}${group === null ? '' : ` (${group})`} ${text}`);
  return [kind, ...told, ...(merged.length === 0 ? [] : [`speaks for ${merged.join(', ')}`])].join(', ');
};

/** `hoursPerDay` as `hours per day`. */
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const observedWords = (value: object): string => {
  const { status } = value as { status?: unknown };
  return typeof status === 'string'
    ? status
    : Object.entries(value)
        .map(([name, part]) => `${spaced(name)} ${String(part)}`)
        .join(', ');
};

export const valueWords = (kind: DiffKind, value: DiffItem['before']): string => {
  if (value === null || typeof value !== 'object') return facetWords(value);
  switch (kind) {
    case 'status':
      return facetWords(value);
    case 'observation':
      return observedWords(value);
    case 'incident':
      return incidentWords(value as Incident);
    case 'severity': {
      const { score, band, coverage } = value as unknown as Severity;
      return `${score.toFixed(1)}, ${band}, coverage ${coverage}`;
    }
  }
};

/** Nothing stands where it was taken back, or is told by another. */
export const changeWords = ({ kind, before, after, beforeSince, since }: DiffItem): string => {
  const [was, is] = [valueWords(kind, before), after === null ? 'nothing known any more' : valueWords(kind, after)];
  return was === is ? `${is}, from another time: ${beforeSince?.slice(0, 10) ?? ''} → ${since?.slice(0, 10) ?? ''}` : `${was} → ${is}`;
};
