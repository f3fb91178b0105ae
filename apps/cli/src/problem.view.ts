import { ApiProblem, ApiUnreachable, ConnectionLost, NotTheApi, type ProblemDetails, UsageError } from './http/api.errors.js';
import { EXIT, type Fault } from './exit-code.js';
import { operatorFault } from './operator/operator.faults.js';
import { clean } from './terminal/wrap.js';

/** Options by the query parameter that they set. */
const OPTIONS: Readonly<Record<string, string>> = {
  validAt: '--valid-at',
  knownAt: '--known-at',
  clock: '--clock',
  position: '--position',
  situationId: 'SITUATION',
  authority: '--authority',
  facet: '--facet',
  kind: '--kind',
  place: '--place',
  source: '--source',
  text: '--text',
  from: '--from',
  to: '--to',
  step: '--step',
  fromPosition: '--from-position',
  speed: '--speed',
};

/** Title, detail, and each field with its reason; the detail is left out where it only repeats those. */
export const problemView = ({ title, status, detail, code, errors = [], instance }: ProblemDetails): string => {
  const repeats = errors.length > 0 && errors.every(({ message }) => detail?.includes(message));
  return [
    `${title} (${[status, code].filter((part) => part !== undefined).join(' ')})`,
    ...(detail === undefined || detail === '' || repeats ? [] : [`  ${detail}`]),
    ...errors.map(({ field, message }) => (field === '' ? `  ${message}` : `  ${OPTIONS[field] ?? field}: ${message}`)),
    ...(instance === undefined ? [] : [`  in the log under ${instance.replace(/^urn:correlation:/, '')}`]),
  ]
    .map(clean)
    .join('\n');
};

/** What to tell of an error, and how to end. Undefined where it is none that is foreseen. */
export const faultView = (error: unknown): Fault | undefined => {
  if (error instanceof ApiProblem) {
    return { text: problemView(error.problem), exit: error.problem.status === 503 ? EXIT.unreachable : EXIT.failed };
  }
  if (error instanceof ApiUnreachable) {
    return { text: `Cannot reach the api at ${error.url}: ${error.reason}. Start it with: npm start`, exit: EXIT.unreachable };
  }
  if (error instanceof ConnectionLost)
    return { text: `${error.message}. Is the api still running? Start it with: npm start`, exit: EXIT.unreachable };
  if (error instanceof NotTheApi || error instanceof UsageError) return { text: error.message, exit: EXIT.failed };
  return operatorFault(error);
};
