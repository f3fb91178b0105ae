import { Module } from '@nestjs/common';
import { QueriesModule } from '../queries/queries.module.js';
import { Courses } from './courses.js';
import { OpenStreams } from './open-streams.js';
import { ReplayController } from './replay.controller.js';
import { Replays } from './replays.js';
import { StateController } from './state.controller.js';

@Module({
  imports: [QueriesModule],
  controllers: [ReplayController, StateController],
  providers: [OpenStreams, Courses, Replays],
})
export class StreamModule {}
