/** A decision model: pure, synchronous, deterministic. Time, ids and the actor come in the command. */
export interface Decider<Command, Event, State> {
  readonly initialState: State;
  /** The events that the command causes; none when what it asks for is already so. Throws {@link Rejected}. */
  readonly decide: (command: Command, state: State) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
}

/**
 * A rule said no. `reason` is the stable code that callers may branch on; `field` names the input at fault, where one is; `standing` the event
 * that stands in the place of the one that was meant, where another was quicker.
 */
export class Rejected extends Error {
  override readonly name = 'Rejected';
  constructor(
    readonly reason: string,
    message: string = reason,
    readonly field?: string,
    readonly standing?: string,
  ) {
    super(message);
  }
}
