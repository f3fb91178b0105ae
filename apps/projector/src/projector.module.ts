import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Projector } from './projector.js';

/** Ties the projector's life to that of the Nest application. */
@Module({})
export class ProjectorModule implements OnApplicationShutdown {
  constructor(@Inject(Projector) private readonly projector: Projector) {}

  static of(projector: Projector): DynamicModule {
    return { module: ProjectorModule, providers: [{ provide: Projector, useValue: projector }] };
  }

  onApplicationShutdown(): Promise<void> {
    return this.projector.stop();
  }
}
