/**
 * The arbiter sends a whole transaction before it knows that it was opened, and what it tells after it before it knows that it stands. Each
 * transaction therefore says which batch it takes, in a setting of its session that PostgreSQL undoes where it rolls back; what follows asks for it.
 */
const SETTING = 'timeline.batch';

/** Opens the transaction of a batch. `batch` is a text of ours that no other has, without quotes. */
export const beginBatch = (batch: string): string => `BEGIN; SET ${SETTING} = '${batch}'`;

/** Whether the session is in the transaction of this batch, or was last, and that stands. `parameter` holds the text. */
export const batchIs = (parameter: string): string => `current_setting('${SETTING}', true) IS NOT DISTINCT FROM ${parameter}`;

/** 1, or where {@link batchIs} does not hold an error, by which the statement does nothing. */
export const oneWithin = (parameter: string): string => `1 / (${batchIs(parameter)})::int`;
