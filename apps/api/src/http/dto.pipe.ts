import { Readable } from 'node:stream';
import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from './problems.js';
import { type DtoClass, faultsOf, isDto } from './validation.js';

/** Checks bodies, queries and parts of addresses against their classes, and hands them on as they came. */
@Injectable()
export class DtoPipe implements PipeTransform {
  private readonly dtos = new Map<unknown, DtoClass | undefined>();

  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    const dto = this.dtoOf(metatype);
    if (dto === undefined) return value;
    if (type === 'body') {
      if (value === undefined || value === null) throw new Problem('body-missing', 'send a JSON object as application/json');
      if (value instanceof Readable) throw new Problem('media-type-not-supported', 'bodies are application/json here');
    }
    const faults = faultsOf(
      dto,
      type === 'query' ? { ...(value as object) } : value,
      type === 'query' ? 'unknown-parameter' : 'unknown-field',
    );
    if (faults.length > 0) throw Problem.of(faults);
    return value;
  }

  private dtoOf(metatype: unknown): DtoClass | undefined {
    if (!this.dtos.has(metatype)) this.dtos.set(metatype, isDto(metatype) ? metatype : undefined);
    return this.dtos.get(metatype);
  }
}
