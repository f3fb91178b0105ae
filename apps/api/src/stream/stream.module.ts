import { Module } from '@nestjs/common';
import { ForkController } from '../fork/fork.controller.js';
import { Forks } from '../fork/forks.js';
import { QueriesModule } from '../queries/queries.module.js';
import { Courses } from './courses.js';
import { LiveController } from './live.controller.js';
import { LiveStreams } from './live-streams.js';
import { LiveTail } from './live-tail.js';
import { OpenStreams } from './open-streams.js';
import { ReplayController } from './replay.controller.js';
import { Replays } from './replays.js';
import { StateController } from './state.controller.js';

@Module({
  imports: [QueriesModule],
  controllers: [LiveController, ReplayController, StateController, ForkController],
  providers: [OpenStreams, LiveTail, LiveStreams, Courses, Replays, Forks],
})
export class StreamModule {}
