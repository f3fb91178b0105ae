import { v4, v5 } from 'uuid';

/** Namespace of the ids below; any UUID, never to change. */
const NAMESPACE = '6b1f2a52-9a2e-5c0e-8a53-0f6f1c1f7a10';

/** Parts are joined so that no two lists of parts give the same name. */
const named = (...parts: readonly string[]): string => v5(JSON.stringify(parts), NAMESPACE);

/** Id of a request, the same for each of its attempts: what it creates without an id of its own is called so. */
export const requestId = (actor: string, situationId: string, key: string | undefined): string =>
  key === undefined ? v4() : named('request', actor, situationId, key);

/** Id of one attempt at a request, from 1: a new one is made only after the last was judged a conflict. */
export const commandId = (request: string, attempt: number): string => named('command', request, String(attempt));

/** Id of the event at `index` of a command: stable, so that an import whose keys derive from its records has stable event ids. */
export const eventId = (command: string, index: number): string => named('event', command, String(index));
