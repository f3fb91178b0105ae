import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { DtoClass } from './validation.js';

// What a field may hold, said once for the check and for the description in OpenAPI.

export type About = { optional?: boolean; nullable?: boolean; description?: string; example?: unknown };

/** A field with its checks, the first that fails being the one told. */
export const field = (checks: readonly PropertyDecorator[], schema: ApiPropertyOptions, about: About = {}): PropertyDecorator => {
  const { optional = false, nullable = false, description, example } = about;
  const described = { ...schema, ...(description === undefined ? {} : { description }), ...(example === undefined ? {} : { example }) };
  return applyDecorators(
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    ...(nullable ? [ValidateIf((_, value) => value !== null)] : []),
    ...checks,
    ApiProperty({ ...described, required: !optional, ...(nullable ? { nullable } : {}) } as ApiPropertyOptions),
  );
};

/** A check of our own, named by the code that it is told by. */
export const check = (code: string, message: string, holds: (value: unknown, of: object) => boolean): PropertyDecorator =>
  ValidateBy({
    name: code,
    validator: { validate: (value, args) => holds(value, args?.object ?? {}), defaultMessage: () => message },
  });

export const Text = (max: number, about: About = {}) =>
  field(
    [IsString(), check('text-missing', 'is empty', (value) => typeof value !== 'string' || value.trim() !== ''), MaxLength(max)],
    { type: String, maxLength: max },
    about,
  );

/** Text of a form, told by `code` where it does not have it. */
export const Form = (pattern: RegExp, code: string, message: string, about: About = {}) =>
  field([IsString(), check(code, message, (value) => pattern.test(value as string))], { type: String, pattern: pattern.source }, about);

export const Texts = (maxItems: number, max: number, about: About = {}) =>
  field(
    [IsArray(), ArrayMaxSize(maxItems), IsString({ each: true }), MinLength(1, { each: true }), MaxLength(max, { each: true })],
    { type: [String], maxItems },
    about,
  );

export const Forms = (pattern: RegExp, maxItems: number, about: About & { minItems?: number } = {}) =>
  field(
    [IsArray(), ArrayMinSize(about.minItems ?? 0), ArrayMaxSize(maxItems), IsString({ each: true }), Matches(pattern, { each: true })],
    { type: [String], maxItems },
    about,
  );

export const OneOf = (values: readonly string[], about: About = {}) =>
  field([IsIn(values, { message: `is none of ${values.join(', ')}` })], { type: String, enum: [...values] }, about);

export const Flag = (about: About = {}) => field([IsBoolean()], { type: Boolean }, about);

export const Amount = (min: number, max: number, about: About = {}) =>
  field([IsNumber({ allowNaN: false, allowInfinity: false }), Min(min), Max(max)], { type: Number, minimum: min, maximum: max }, about);

export const Count = (min: number, max: number, about: About = {}) =>
  field([IsInt(), Min(min), Max(max)], { type: 'integer', minimum: min, maximum: max }, about);

export const Part = (type: () => DtoClass, about: About = {}) => field([IsObject(), ValidateNested(), Type(type)], { type }, about);

export const Parts = (type: () => DtoClass, maxItems: number, about: About = {}) =>
  // A list within the list would be checked as if its members were of the outer one.
  field(
    [IsArray(), ArrayMaxSize(maxItems), IsObject({ each: true }), ValidateNested({ each: true }), Type(type)],
    { type: () => [type()], maxItems },
    about,
  );
