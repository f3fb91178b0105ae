// These names and shapes are the storage format. Never edit one in place: add a schema number and an upcaster.

export type SourceRegistered = { type: 'SourceRegistered'; sourceId: string; title: string; url?: string };
/** Somebody looked from `from` to `to` (RFC 3339 instants) and the payload was the same: tells "still in force" from "nobody looked". */
export type SourceChecked = { type: 'SourceChecked'; sourceId: string; from: string; to: string; payloadHash: string };
export type SourceDegraded = { type: 'SourceDegraded'; sourceId: string; at: string; reason: string };
export type SourceRecovered = { type: 'SourceRecovered'; sourceId: string; at: string };

export type SourceEvent = SourceRegistered | SourceChecked | SourceDegraded | SourceRecovered;
