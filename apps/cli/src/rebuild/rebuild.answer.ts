import type { Difference, RebuildPlan, RebuildState } from '../../../../libs/read-models/src/index.js';

// What /admin answers on rebuilds.

export type Side = { rows: number; digest: string };
export type ModelAnswer = {
  name: string;
  version: number;
  liveVersion: number;
  comparison: { position: string; equal: boolean; live: Side; rebuilt: Side; difference: Difference | null } | null;
};
export type ProgressAnswer = { unit: string; done: number; total: number; rate: number | null; eta: number | null };
export type RebuildAnswer = {
  id: number;
  state: RebuildState;
  askedAt: string;
  movedAt: string;
  error: string | null;
  progress: ProgressAnswer | null;
  models: readonly ModelAnswer[];
};
export type PlanAnswer = RebuildPlan & { plan: true };
