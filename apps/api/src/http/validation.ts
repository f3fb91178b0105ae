import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, type ValidationError, validateSync } from 'class-validator';
import type { FieldError } from './problems.js';
import { notStorable } from './storable.js';

export type DtoClass<T extends object = object> = new () => T;

/** Constraints that class-validator brings; ours are named by their codes. */
const CODES: Readonly<Record<string, string>> = {
  isString: 'wrong-type',
  isNumber: 'wrong-type',
  isInt: 'wrong-type',
  isBoolean: 'wrong-type',
  isObject: 'wrong-type',
  isArray: 'wrong-type',
  nestedValidation: 'wrong-type',
  unknownValue: 'wrong-type',
  isIn: 'not-allowed-value',
  min: 'out-of-range',
  max: 'out-of-range',
  maxLength: 'too-long',
  minLength: 'too-short',
  arrayMinSize: 'too-short',
  arrayMaxSize: 'too-many',
  arrayUnique: 'not-allowed-value',
  matches: 'malformed',
};

/** Messages of class-validator begin with the name of the property; ours name it in `field`. */
const plain = (message: string, property: string | undefined): string =>
  message.replace(`each value in ${property}`, 'each').replace(`${property} `, '');

const flatten = (errors: readonly ValidationError[], unknown: string, path: string): FieldError[] =>
  errors.flatMap(({ property, constraints, children, value }) => {
    // What is no object at all has no property.
    const field = [path, property ?? ''].filter((part) => part !== '').join('.');
    const own = Object.entries(constraints ?? {}).map(([name, message]): FieldError => {
      if (name === 'unknownValue') return { field, code: 'wrong-type', message: 'is no object' };
      if (name === 'whitelistValidation') return { field, code: unknown, message: 'is not known' };
      if (value === undefined) return { field, code: 'missing', message: 'is missing' };
      return { field, code: CODES[name] ?? name, message: plain(message, property) };
    });
    return [...own, ...flatten(children ?? [], unknown, field)];
  });

const metadata = getMetadataStorage();
type Decorators = ReturnType<typeof metadata.getTargetValidationMetadatas>;
const decoratorsOf = metadata.getTargetValidationMetadatas.bind(metadata);
/** Of each class. class-validator goes through those of all classes again for every object that it checks; a class has all of its own once there is an object. */
const known = new Map<unknown, Decorators>();
metadata.getTargetValidationMetadatas = (type, schema, ...narrowed) => {
  if (narrowed.some(Boolean)) return decoratorsOf(type, schema, ...narrowed);
  // Of what is nested it names the class as if it might be a schema: there are none.
  const found = known.get(type);
  if (found !== undefined) return found;
  const decorators = decoratorsOf(type, schema, ...narrowed);
  known.set(type, decorators);
  return decorators;
};

const OPTIONS = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, stopAtFirstError: true } as const;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether classes of this kind say how they are to be checked. */
export const isDto = (type: unknown): type is DtoClass => typeof type === 'function' && decoratorsOf(type, '', true, false).length > 0;

/** So many faults are told of what is checked at once: an answer is not to be many times as long as its request. */
const MOST_FAULTS = 100;

/**
 * What is wrong with `value` as a `type`, at most the first {@link MOST_FAULTS} things; nothing where it may be taken for one, as it is. `unknown` is
 * the code of what has no place in it.
 */
export const faultsOf = (type: DtoClass, value: unknown, unknown = 'unknown-field'): readonly FieldError[] => {
  if (!isObject(value)) return [{ field: '', code: 'wrong-type', message: 'a JSON object is needed' }];
  const bad = notStorable(value);
  if (bad !== undefined) return [bad];
  return flatten(validateSync(plainToInstance(type, value), OPTIONS), unknown, '').slice(0, MOST_FAULTS);
};
