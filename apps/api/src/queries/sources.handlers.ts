import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { listSources, sourcesById } from '../../../../libs/read-models/src/index.js';
import { Problem } from '../http/problems.js';
import { AsOfReader, pageOf } from './as-of.reader.js';
import { WhichSource, WhichSources } from './questions.js';

@QueryHandler(WhichSources)
export class WhichSourcesHandler implements IQueryHandler<WhichSources> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ asked }: WhichSources): Promise<object> {
    return this.reader.readSources(asked, (pool, asOf) => listSources(pool, asOf, pageOf(asked)));
  }
}

@QueryHandler(WhichSource)
export class WhichSourceHandler implements IQueryHandler<WhichSource> {
  constructor(private readonly reader: AsOfReader) {}

  execute({ sourceId, asked }: WhichSource): Promise<{ source: object }> {
    return this.reader.readSources(asked, async (pool, asOf) => {
      const [source] = await sourcesById(pool, asOf, [sourceId]);
      if (source === undefined) throw new Problem('source-not-found', `no source ${sourceId} was registered then`);
      return { source };
    });
  }
}
