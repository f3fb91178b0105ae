/** A JSON Schema (draft-07 and 2020-12 read it alike), as data. */
export type JsonSchema = { readonly [keyword: string]: JsonValue };
type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonSchema;

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];
type OptionalKeys<T> = Exclude<keyof T, RequiredKeys<T>>;

/** The schema of `T`; the compiler holds the lists of its required and optional properties. More properties may be there. */
export const objectOf = <T>(
  required: Record<RequiredKeys<T> & string, JsonSchema>,
  optional: Record<OptionalKeys<T> & string, JsonSchema>,
) => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
});

export const allOf = (...schemas: readonly JsonSchema[]): JsonSchema => ({ allOf: schemas });
export const anyOf = (...schemas: readonly JsonSchema[]): JsonSchema => ({ anyOf: schemas });
export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
export const oneOfValues = (...values: readonly (string | number | null)[]): JsonSchema => ({ enum: values });
export const matching = (pattern: string): JsonSchema => ({ type: 'string', pattern });

export const TEXT: JsonSchema = { type: 'string' };
export const NAME: JsonSchema = { type: 'string', minLength: 1 };
export const NUMBER: JsonSchema = { type: 'number' };
export const BOOLEAN: JsonSchema = { type: 'boolean' };
