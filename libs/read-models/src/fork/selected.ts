import { occurredRange } from '../../../situations/src/index.js';
import { entryOf } from '../timeline/timeline.entry.js';
import { EditRefused, type Recorded, type Selection } from './edits.js';

/** What of an event a selection may ask for: of a correction that of what it says instead. */
const featuresOf = ({ event, stream, version }: Recorded) => {
  const { kind, occurred, source } = entryOf(event, stream, version);
  const said = event.type === 'FactCorrected' ? event.replacement : event;
  const observed = said.type === 'ObservationRecorded' ? said : undefined;
  const notice = said.type === 'AdvisoryChanged' || said.type === 'AdvisoryObserved' ? said : undefined;
  const { status } = (observed?.value ?? {}) as { status?: string };
  return {
    kind,
    status,
    subject: observed?.subject,
    authority: notice?.authority,
    facets: notice === undefined ? [] : Object.keys(notice.facets),
    source: source?.id,
    start: occurred === null ? undefined : occurredRange(occurred).start,
  };
};

type Features = ReturnType<typeof featuresOf>;

const matches = (has: Features, asked: Selection): boolean => {
  const same = (name: 'kind' | 'status' | 'subject' | 'authority' | 'source') => asked[name] === undefined || asked[name] === has[name];
  return (
    same('kind') &&
    same('status') &&
    same('subject') &&
    same('authority') &&
    same('source') &&
    (asked.facet === undefined || has.facets.includes(asked.facet)) &&
    (asked.occurredFrom === undefined || (has.start !== undefined && has.start >= asked.occurredFrom)) &&
    (asked.occurredTo === undefined || (has.start !== undefined && has.start <= asked.occurredTo))
  );
};

/** An event that is not there may be one of another situation, which is for others to find out. */
export const notFound = (edit: string, field: string, eventId: string): EditRefused =>
  new EditRefused(edit, field, 'event-not-found', 'is no event of the situation up to the position', undefined, eventId);

/** A history as selections ask it: each event is looked at once, however many there are. */
export class Selectable {
  private readonly byId: ReadonlyMap<string, Recorded>;
  private features: readonly { readonly recorded: Recorded; readonly has: Features }[] | undefined;

  constructor(private readonly history: readonly Recorded[]) {
    this.byId = new Map(history.map((recorded) => [recorded.id, recorded]));
  }

  /** The events that a selection names, in the order of the log. Throws {@link EditRefused} where there is none. */
  selected(asked: Selection, edit: string): readonly Recorded[] {
    const { eventId } = asked;
    if (eventId !== undefined) {
      const one = this.byId.get(eventId);
      if (one === undefined) throw notFound(edit, 'eventId', eventId);
      return [one];
    }
    this.features ??= this.history.map((recorded) => ({ recorded, has: featuresOf(recorded) }));
    const found = this.features.filter(({ has }) => matches(has, asked)).map(({ recorded }) => recorded);
    if (found.length === 0) throw new EditRefused(edit, '', 'selects-nothing', 'no event is like that');
    return found;
  }
}
