import type { Notice } from './advisory.events.js';

/** `change: false` records the first sight of an advisory. */
export type RecordNotice = { type: 'RecordNotice'; notice: Notice; change: boolean };

export type AdvisoryCommand = RecordNotice;
