/** What is known of a source at a moment. */
export type Source = {
  sourceId: string;
  title: string;
  url: string | null;
  /** `degraded`: what comes from it is not taken; the last good values stand, and nobody knows whether they still hold. */
  status: 'well' | 'degraded';
  /** From when (RFC 3339) it is degraded, and why; null where it is well. */
  degradedSince: string | null;
  reason: string | null;
  /** When it was last seen to answer as it should: the end of the last check, or a recovery where that is later. Null: never. */
  lastSeen: string | null;
  lastChecked: SourceCheck | null;
  /** When it was registered here, and by which event. */
  recordedAt: string;
  eventId: string;
  /** `<partition>-<offset>.<index>` of the registration. */
  position: string;
  /** Version of the stream `source/<id>` at the position asked. */
  version: number;
};

/** Somebody looked from `from` to `to`, and the payload was the same. */
export type SourceCheck = { from: string; to: string; payloadHash: string; eventId: string };
