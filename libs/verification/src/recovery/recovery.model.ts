/** What becomes of a partition: offsets from `from` to `last` are sent from the record; none where `from` is beyond `last`. */
export type PartitionPlan = { readonly partition: number; readonly from: number; readonly last: number };

export type RecoveryPlan = {
  /** `missing`: it is made. `kept`: what it lacks is appended. `in pieces`: all that it has is in the record, and it is made anew. */
  readonly topic: 'missing' | 'kept' | 'in pieces';
  /** Why it is in pieces. */
  readonly pieces: readonly string[];
  readonly partitions: readonly PartitionPlan[];
  /** Records that nobody has judged, of a topic that is made anew: PostgreSQL keeps them meanwhile, and they come to stand where they stood. */
  readonly saved: readonly { readonly partition: number; readonly from: number; readonly last: number }[];
  /** Records of the log that were found to be as in the record. */
  readonly compared: number;
  /** Duties that the topic does not keep: they are set in the end. */
  readonly brokenDuties: readonly string[];
};

export type Recovery = RecoveryPlan & {
  /** Records that were sent; each was read back and compared. */
  readonly sent: number;
};

/** Nothing was changed: to make the log whole would have lost something, or cannot be done. */
export class RecoveryRefused extends Error {
  override readonly name = 'RecoveryRefused';
}

export type RecoveryStep = 'comparing' | 'sending' | 'reading back';
