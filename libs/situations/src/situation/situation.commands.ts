import type { Parameters } from './situation.events.js';

export type OpenSituation = { type: 'OpenSituation'; title: string; summary?: string; destinations: readonly string[] };
export type SetSituationParameters = { type: 'SetSituationParameters'; parameters: Parameters };
export type CloseSituation = { type: 'CloseSituation'; reason: string };
export type ReopenSituation = { type: 'ReopenSituation'; reason: string };

export type SituationCommand = OpenSituation | SetSituationParameters | CloseSituation | ReopenSituation;
