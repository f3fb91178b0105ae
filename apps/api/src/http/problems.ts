/** One thing that is wrong with a request. `field` is the path of the value at fault, such as `occurred.from` or `claims.0.text`. */
export type FieldError = { readonly field: string; readonly code: string; readonly message: string };

type Entry = readonly [status: number, title: string];

/** Every code that an answer may carry, with its status. The rules of the domain add theirs; {@link statusOf} places those. */
const PROBLEMS: Readonly<Record<string, Entry>> = {
  'invalid-request': [400, 'Several things are wrong with the request'],
  'not-json': [400, 'The body is not JSON'],
  'not-utf8': [400, 'The body is not UTF-8'],
  'body-missing': [400, 'A body is needed'],
  'body-broken-off': [400, 'The body is not as long as it was said to be'],
  'too-deep': [400, 'The body is nested too deep'],
  'text-not-storable': [400, 'A text holds NUL or half a surrogate pair'],
  'unknown-field': [400, 'A field is not known'],
  'unknown-parameter': [400, 'A query parameter is not known'],
  missing: [400, 'A field is missing'],
  'wrong-type': [400, 'A field is of another type'],
  'not-allowed-value': [400, 'A value is none of those allowed'],
  'out-of-range': [400, 'A number is out of range'],
  'too-short': [400, 'A field says too little'],
  'too-long': [400, 'A text is too long'],
  'too-many': [400, 'A list is too long'],
  malformed: [400, 'A text does not have the form needed'],
  'id-malformed': [400, 'An id does not have the form needed'],
  'destination-malformed': [400, 'A destination is not a country code'],
  'text-missing': [400, 'A text is empty'],
  'time-malformed': [400, 'A time does not have the form needed'],
  'offset-missing': [400, 'A time lacks its offset'],
  'occurred-range': [400, 'A range ends before it begins'],
  'published-range': [400, 'A range ends before it begins'],
  'valid-range': [400, 'It ends before it begins'],
  'coordinates-range': [400, 'Coordinates are out of range'],
  'if-match-malformed': [400, 'If-Match is not a version'],
  'idempotency-key-malformed': [400, 'The Idempotency-Key does not have the form needed'],
  'header-not-supported': [400, 'A header has no meaning here'],
  'position-malformed': [400, 'The position is not one'],
  'position-of-another-partition': [400, 'The position is not one of this situation'],
  'position-of-another-log': [400, 'The positions are of another log'],
  'partition-missing': [400, 'A partition is not named'],
  'position-beyond-model': [400, 'The position has not been reached'],
  'known-at-in-future': [400, 'Nobody knows the future'],
  'cursor-malformed': [400, 'The cursor is not one'],
  'cursor-of-another-question': [400, 'The cursor belongs to another question'],
  'last-event-id-malformed': [400, 'The Last-Event-ID is none of this stream'],
  'range-reversed': [400, 'It ends before it begins'],
  'period-too-long': [400, 'The period is too long'],
  'too-many-edits': [400, 'There are too many edits'],
  'client-gone': [400, 'The client went away'],
  'malformed-request': [400, 'The request is malformed'],
  'route-not-found': [404, 'There is no such address'],
  'situation-not-found': [404, 'There is no such situation'],
  'command-not-found': [404, 'No verdict on such a command'],
  'event-not-found': [404, 'There is no such event'],
  'event-of-another-situation': [422, 'The event belongs to another situation'],
  'read-model-not-found': [404, 'There is no such read model'],
  'rebuild-not-found': [404, 'There is no such rebuild'],
  'rebuild-running': [409, 'It is being rebuilt already'],
  'rebuild-busy': [409, 'A worker is in the midst of a step'],
  'rebuild-not-awaiting-approval': [409, 'There is nothing to approve'],
  'rebuild-not-switched': [409, 'There is no old table to go back to'],
  'rebuild-still-live': [409, 'It is being switched just now'],
  'version-not-known': [409, 'This program does not know the version'],
  conflict: [409, 'Others kept writing to the same streams'],
  'version-mismatch': [412, 'The stream is at another version'],
  'fact-superseded': [412, 'Another correction was quicker'],
  'fact-retracted': [412, 'The fact was taken back'],
  'body-too-large': [413, 'The body is too large'],
  'commit-too-large': [413, 'What is to be recorded is too large'],
  'line-too-long': [413, 'The line is too long'],
  'address-too-long': [414, 'The address is too long'],
  'media-type-not-supported': [415, 'The media type is not supported here'],
  'idempotency-key-reused': [422, 'The Idempotency-Key was used for another request'],
  'rank-contradicts-scheme': [422, 'The rank is not the one of its scheme'],
  'event-edited-twice': [422, 'An event is edited twice'],
  'selects-nothing': [422, 'No event is like that'],
  'opening-left-out': [422, 'What opened the situation cannot be left out'],
  'not-movable': [422, 'The event states no time'],
  'coarser-than-move': [422, 'A time is not known so exactly'],
  'already-recorded': [422, 'It is on record'],
  'replay-too-large': [422, 'The situation has too many events to be replayed'],
  'too-many-streams-of-client': [429, 'Too many streams are open from one address'],
  'too-many-streams': [429, 'Too many streams are open'],
  'too-many-replays': [429, 'Too much is being replayed'],
  'too-many-forks': [429, 'Too many forks are under way'],
  'internal-error': [500, 'The fault is on this side'],
  'not-ready': [503, 'Not ready'],
  overloaded: [503, 'Too much at once'],
  'log-unavailable': [503, 'The log cannot be reached'],
  'record-unavailable': [503, 'The database cannot be reached'],
  'replica-unavailable': [503, 'The replica cannot be read'],
  'replica-behind': [503, 'The replica does not show it yet'],
};

/** Reasons of the domain are told apart by how they end; those not named here ask for what cannot be done (422). */
const BY_ENDING: readonly (readonly [RegExp, number])[] = [
  [/-not-found$/, 404],
  [/-(closed|differs|taken)$/, 409],
];

export const statusOf = (code: string): number => PROBLEMS[code]?.[0] ?? BY_ENDING.find(([ending]) => ending.test(code))?.[1] ?? 422;

/** In words, for people. */
const titleOf = (code: string): string => PROBLEMS[code]?.[1] ?? code.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase());

/** A request that gets no for an answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    readonly standing?: string,
  ) {
    super(detail);
  }

  /** The problem with all `errors`: of their own code where they share one. */
  static of(errors: readonly FieldError[]): Problem {
    const [first] = errors;
    const code = first !== undefined && errors.every((error) => error.code === first.code) ? first.code : 'invalid-request';
    return new Problem(code, errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; '), errors);
  }

  /** The problem with one field. */
  static at(field: string, code: string, message: string): Problem {
    return Problem.of([{ field, code, message }]);
  }
}

/** RFC 9457 problem details. */
export type ProblemDetails = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: readonly FieldError[];
  /** Id of the event that stands in the place of the one that was meant. */
  standing?: string;
  instance?: string;
};

export const detailsOf = ({ code, detail, errors, standing }: Problem): ProblemDetails => ({
  type: `urn:problem-type:situation-timeline:${code}`,
  title: titleOf(code),
  status: statusOf(code),
  detail,
  code,
  ...(errors.length === 0 ? {} : { errors }),
  ...(standing === undefined ? {} : { standing }),
});
