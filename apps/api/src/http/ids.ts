import { IsString } from 'class-validator';
import { type About, check, field, Form } from './fields.js';

// What things may be called. All of it is safe in an address and in the name of a stream.

export const SITUATION = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const THING = /^[A-Za-z0-9][A-Za-z0-9._:~-]{0,99}$/;
const SUBJECT = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const AUTHORITY = /^[A-Z]{2}-[A-Z0-9]{2,12}$/;
export const DESTINATION = /^[A-Z]{2}$/;
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const SituationId = () =>
  Form(SITUATION, 'id-malformed', 'a situation is called by lower-case letters, digits and -, at most 64', { example: 'mali-2025' });
/** An incident, a notice, a claim, an observation. */
export const ThingId = (about: About = {}) =>
  Form(THING, 'id-malformed', 'an id is 1 to 100 letters, digits and . _ : ~ -, beginning with a letter or digit', about);
export const SubjectId = (about: About = {}) =>
  Form(SUBJECT, 'id-malformed', 'a subject is called by lower-case letters, digits and -, at most 64', about);
export const AuthorityId = (about: About = {}) =>
  Form(AUTHORITY, 'id-malformed', 'an authority is called by its country and its letters, such as US-STATE', {
    example: 'US-STATE',
    ...about,
  });
export const DestinationCode = (about: About = {}) =>
  Form(DESTINATION, 'destination-malformed', 'a destination is an ISO 3166-1 alpha-2 code, such as ML', { example: 'ML', ...about });
export const RecordId = (about: About = {}) => Form(UUID, 'id-malformed', 'the id is a UUID', about);

/** An address on the web. */
export const WebAddress = (about: About = {}) =>
  field(
    [IsString(), check('malformed', 'is no http or https address of at most 2000 characters', isWebAddress)],
    { type: String, format: 'uri' },
    about,
  );

function isWebAddress(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 2000 || !URL.canParse(value)) return false;
  return /^https?:$/.test(new URL(value).protocol);
}
