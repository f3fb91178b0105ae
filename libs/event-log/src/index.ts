export { type CommitPosition, type EventPosition, formatEventPosition, formatPosition, parsePosition } from './position.js';
export type { RecordedEvent, Unreadable } from './recorded-event.js';
