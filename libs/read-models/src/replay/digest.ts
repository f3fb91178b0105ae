import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { Json } from '../projection.js';
import type { Fact } from './facts.js';

/** Values never change once they are said, and most stand in frame after frame. */
const texts = new WeakMap<object, string>();
const textOf = (value: Json): string => {
  if (typeof value !== 'object' || value === null) return canonicalize(value);
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = canonicalize(value)));
  return text;
};

const quoted = (text: string): string => canonicalize(text);

/** Names in the order that RFC 8785 asks for. */
const factText = ({ eventId, key, model, since, value }: Fact): string =>
  `{"eventId":${quoted(eventId)},"key":${quoted(key)},"model":${quoted(model)},"since":${since === null ? 'null' : quoted(since)},"value":${textOf(value)}}`;

/**
 * SHA-256, hexadecimal, of the canonical JSON (RFC 8785) of the list of facts: whoever has the list can compute it again with any
 * implementation of that standard.
 */
export const digestOfFacts = (facts: readonly Fact[]): string => {
  const hash = createHash('sha256');
  facts.forEach((fact, index) => hash.update(`${index === 0 ? '[' : ','}${factText(fact)}`));
  return hash.update(facts.length === 0 ? '[]' : ']').digest('hex');
};
