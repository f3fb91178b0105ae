import { UsageError } from '../http/api.errors.js';

type Selection = Readonly<Record<string, string>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** `occurred-from` as `occurredFrom`. */
const nameOf = (option: string): string => option.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What is typed for events: the id of one, or what they are like: `kind=schools,status=closed`. Throws {@link UsageError}. */
export const selectionOf = (text: string): Selection =>
  Object.fromEntries(
    text.split(',').map((part): [string, string] => {
      const [name = '', ...value] = part.trim().split('=');
      if (value.length > 0) return [nameOf(name), value.join('=')];
      if (UUID.test(name.toLowerCase())) return ['eventId', name.toLowerCase()];
      throw new UsageError(`“${part.trim()}” names no event: give its id, or what it is like, such as kind=schools,status=closed`);
    }),
  );

/** For an option that may be given more than once. */
export const collected = (text: string, before: readonly Selection[] = []): readonly Selection[] => [...before, selectionOf(text)];
