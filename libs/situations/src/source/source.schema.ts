import { INSTANT } from '../fact.schema.js';
import { NAME, objectOf, TEXT } from '../json-schema.js';
import type { SourceChecked, SourceDegraded, SourceRecovered, SourceRegistered } from './source.events.js';

type Data<Event> = Omit<Event, 'type'>;

export const SOURCE_REGISTERED = objectOf<Data<SourceRegistered>>({ sourceId: NAME, title: TEXT }, { url: TEXT });
export const SOURCE_CHECKED = objectOf<Data<SourceChecked>>({ sourceId: NAME, from: INSTANT, to: INSTANT, payloadHash: TEXT }, {});
export const SOURCE_DEGRADED = objectOf<Data<SourceDegraded>>({ sourceId: NAME, at: INSTANT, reason: TEXT }, {});
export const SOURCE_RECOVERED = objectOf<Data<SourceRecovered>>({ sourceId: NAME, at: INSTANT }, {});
