import type { Component, Severity, SeverityPoint } from '../../../libs/severity/src/index.js';
import { asked, eventId } from './asked.example.js';
import type { Answer } from './http/answer.js';

const component = (id: Component['id'], weight: number, value: number | null, points: number, asOf: string | null): Component => ({
  id,
  weight,
  value,
  points,
  asOf,
  ttlDays: 14,
  evidence: value === null ? [] : [eventId],
  inputs:
    value === null || asOf === null
      ? []
      : [{ eventId, kind: 'fuel-inflow', subject: 'country', reported: 8, value, asOf, confidence: 'medium' }],
});

export const severity: Answer<Severity> = {
  ...asked,
  formula: 'bsi-1',
  score: 81.3254,
  band: 'very-high',
  coverage: 50,
  provisional: true,
  daysSinceLastEvidence: 1,
  components: [
    component('supply-loss', 30, 0.96, 57.6, '2025-10-30T00:00:00.000Z'),
    component('service-disruption', 20, null, 0, null),
    component('corridor-access', 20, null, 0, '2025-09-10T00:00:00.000Z'),
    component('exit-options', 10, null, 0, '2025-10-01T00:00:00.000Z'),
    component('attack-pressure', 20, 0.593135, 23.7254, '2025-10-28T00:00:00.000Z'),
  ],
  contributions: [
    { eventId, component: 'supply-loss', points: 57.6 },
    { eventId, component: 'attack-pressure', points: 23.7254 },
  ],
  blockadeDeclaredBy: [eventId],
  weights: { 'supply-loss': 30, 'service-disruption': 20, 'corridor-access': 20, 'exit-options': 10, 'attack-pressure': 20 },
  disclaimer: 'It informs and does not advise: it is no basis for travel decisions.',
};

export const severityPoint = (day: string, score: number, coverage = 100): SeverityPoint => ({
  validAt: `${day}T00:00:00.000Z`,
  score,
  band: 'high',
  coverage,
  provisional: coverage < 60,
  components: [{ id: 'supply-loss', value: 0.96, points: 28.8 }],
});
