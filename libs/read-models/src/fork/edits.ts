import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { Correctable, DomainCommand, DomainEvent } from '../../../situations/src/index.js';

export type Recorded = RecordedEvent<DomainEvent>;

/** Names one event by its id, or all for which everything else holds that is named. */
export type Selection = {
  readonly eventId?: string;
  /** As the timeline has it: schools, convoy-attacked, guidance, … */
  readonly kind?: string;
  /** Status that an observation reports. */
  readonly status?: string;
  /** What an observation is of. */
  readonly subject?: string;
  readonly authority?: string;
  /** Facet of an advisory that a notice states. */
  readonly facet?: string;
  /** Id of the source. */
  readonly source?: string;
  /** Milliseconds between which it began to occur, both inclusive. */
  readonly occurredFrom?: number;
  readonly occurredTo?: number;
};

/** By so many milliseconds, or so that it begins to occur at a moment or day. */
export type Shift = { readonly by: number } | { readonly to: string };

/** What is to be otherwise than on record. */
export type Edits = {
  readonly leaveOut: readonly Selection[];
  readonly move: readonly (Selection & Shift)[];
  /** `change` gives what the event says instead of what it says; it may throw. */
  readonly change: readonly { readonly eventId: string; readonly change: (said: Correctable) => Correctable }[];
  /** As if it had been recorded right before the event `before`; last, where absent. */
  readonly add: readonly { readonly before?: string; readonly command: DomainCommand; readonly eventId: string }[];
};

export const NO_EDITS: Edits = { leaveOut: [], move: [], change: [], add: [] };

/** An edit asks for what cannot be. `edit` names it by list and index, `field` what of it is at fault. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';
  constructor(
    readonly edit: string,
    readonly field: string,
    readonly code: string,
    message: string,
    /** Id of the event that stands in the place of the one that was meant. */
    readonly standing?: string,
    /** The id that no event of the situation has. */
    readonly meant?: string,
  ) {
    super(message);
  }
}
