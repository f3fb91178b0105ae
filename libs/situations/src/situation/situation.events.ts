// These names and shapes are the storage format. Never edit one in place: add a schema number and an upcaster.
import type { Place, Source } from '../fact.js';

/** A road by which fuel comes in. `shares` of the normal inflow hold from their date (`YYYY-MM-DD`; always, where absent). */
export type Corridor = { subject: string; name: string; shares: readonly { from?: string; share: number }[]; source: Source };
/** Tankers that came in on a normal day before the crisis. */
export type FuelBaseline = { tankersPerDay: number; source: Source };
/** A passenger carrier whose stop counts as a lost exit. `subject` is that of its carrier-status observations. */
export type MainCarrier = { subject: string; name: string; source: Source };
export type NamedPlace = Place & { source: Source };

export type Parameters = {
  corridors?: readonly Corridor[];
  fuelBaseline?: FuelBaseline;
  mainCarriers?: readonly MainCarrier[];
  places?: readonly NamedPlace[];
};

export type SituationOpened = { type: 'SituationOpened'; title: string; summary?: string; destinations: readonly string[] };
/** Replaces the parameters that it names and leaves the others. */
export type SituationParametersSet = { type: 'SituationParametersSet'; parameters: Parameters };
export type SituationClosed = { type: 'SituationClosed'; reason: string };
export type SituationReopened = { type: 'SituationReopened'; reason: string };

export type SituationEvent = SituationOpened | SituationParametersSet | SituationClosed | SituationReopened;
