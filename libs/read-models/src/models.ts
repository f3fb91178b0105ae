/** Versions of the read models, as answers name them. */
export const MODELS = {
  travel_status: 1,
  guidance_changes: 1,
  timeline: 1,
  incidents: 1,
  observations: 1,
  blockade_severity: 1,
  sources: 1,
} as const;

export type ModelName = keyof typeof MODELS;
