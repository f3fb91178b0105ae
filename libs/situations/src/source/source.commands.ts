import type { SourceChecked, SourceDegraded, SourceRecovered, SourceRegistered } from './source.events.js';

type Asks<Type extends string, Event> = { type: Type } & Omit<Event, 'type'>;

export type RegisterSource = Asks<'RegisterSource', SourceRegistered>;
export type CheckSource = Asks<'CheckSource', SourceChecked>;
export type DegradeSource = Asks<'DegradeSource', SourceDegraded>;
export type RecoverSource = Asks<'RecoverSource', SourceRecovered>;

export type SourceCommand = RegisterSource | CheckSource | DegradeSource | RecoverSource;
