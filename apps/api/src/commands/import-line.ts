import { ApiProperty } from '@nestjs/swagger';
import { parseJson } from '../http/bodies.js';
import { check, OneOf } from '../http/fields.js';
import { ThingId } from '../http/ids.js';
import { type FieldError, Problem } from '../http/problems.js';
import { faultsOf } from '../http/validation.js';
import { KIND_NAMES, type KindName, KINDS, type Request } from './kinds.js';

/** The address of a thing to record beside its id and type, and its body. */
export class AddressedBody {
  @ThingId({ optional: true, description: 'of the incident that a claim or reclassification belongs to' })
  incidentId?: string;
  @ThingId({ optional: true, description: 'of the claim that is revised or retracted' })
  claimId?: string;
  @check('missing', 'is missing', (value) => value !== undefined)
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what the route of this type takes' })
  body!: unknown;
}

/** One line of an import: a route, its address and its body. */
export class ImportLine extends AddressedBody {
  @ThingId({ description: 'idempotency key of the line; also the id of the thing, where the body has none' })
  id!: string;
  @OneOf(KIND_NAMES)
  type!: KindName;
}

export type ParsedLine = { readonly id: string; readonly request: Request };

/** A line is wrong. `id` is that of the line as far as it could be read. */
export class BadLine extends Error {
  constructor(
    readonly problem: Problem,
    readonly id?: string,
  ) {
    super(problem.message);
  }
}

const SPACE = /^[ \t\r]*$/;

/** A byte order mark at the start of a file says nothing. */
const withoutMark = (bytes: Buffer): Buffer => (bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? bytes.subarray(3) : bytes);

export const isBlank = (bytes: Buffer): boolean => bytes.length < 100 && SPACE.test(withoutMark(bytes).toString('latin1'));

const idOf = (value: unknown): string | undefined => {
  const id = (value as { id?: unknown } | null)?.id;
  return typeof id === 'string' && id.length <= 100 ? id : undefined;
};

/** The request that a line writes down, checked. Throws {@link BadLine}. */
export const parseLine = (situationId: string, bytes: Buffer): ParsedLine => {
  const value = jsonOf(withoutMark(bytes));
  const refuse = (faults: readonly FieldError[]): void => {
    if (faults.length > 0) throw new BadLine(Problem.of(faults), idOf(value));
  };
  refuse(faultsOf(ImportLine, withoutContent(value)));
  const { id, type, body, ...rest } = value as ImportLine;
  const of = { situationId, ...rest };
  refuse([...faultsOf(KINDS[type].of, of), ...faultsOf(KINDS[type].body, body).map((fault) => ({ ...fault, field: under(fault.field) }))]);
  return { id, request: { kind: type, of, body: body as object } };
};

/** The line as far as it is the same for all types. What its body is to be its type says. */
const withoutContent = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'body') ? { ...value, body: {} } : value;

const under = (field: string): string => (field === '' ? 'body' : `body.${field}`);

const jsonOf = (bytes: Buffer): unknown => {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (error instanceof Problem) throw new BadLine(error);
    throw error;
  }
};
