import type { Component, ComponentId } from '../../../../libs/severity/src/index.js';
import { counted, dayOf } from '../terminal/dates.js';

/** What each component tells, for people. */
export const COMPONENT_WORDS: Readonly<Record<ComponentId, string>> = {
  'supply-loss': 'Supply loss',
  'service-disruption': 'Service disruption',
  'corridor-access': 'Corridor access',
  'exit-options': 'Exit options',
  'attack-pressure': 'Attack pressure',
};

/** Points: exact where `digits` is 4. */
export const points = (value: number, digits: number): string => value.toFixed(digits);

/** 0..1, or that it is unknown. */
export const componentValue = (value: number | null): string => (value === null ? 'unknown' : value.toFixed(2));

/** Of the newest report; that it ended where it no longer counts. */
export const componentAsOf = ({ asOf, value }: Pick<Component, 'asOf' | 'value'>): string => {
  if (asOf === null) return 'none that counts';
  return value === null ? `${dayOf(asOf)}, ended` : dayOf(asOf);
};

export const evidenceWords = ({ evidence }: Pick<Component, 'evidence'>): string =>
  evidence.length === 0 ? 'none' : counted(evidence.length, 'report');
