import { Gauge, Histogram, type Registry } from 'prom-client';
import type { Commands } from '../infrastructure.module.js';
import type { InFlight } from './in-flight.js';

const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** The commands, with their answers counted and timed. An outcome is the status of the answer, or the name of the error. */
export const measured = (inFlight: InFlight, registry: Registry): Commands => {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'timeline_command_seconds',
    help: 'Time from a command to its answer',
    labelNames: ['outcome'],
    buckets: BUCKETS,
    registers,
  });
  const now: Gauge = new Gauge({
    name: 'timeline_commands_in_flight',
    help: 'Commands under way',
    registers,
    collect: () => now.set(inFlight.now),
  });
  new Gauge({ name: 'timeline_commands_in_flight_limit', help: 'Commands that may be under way at once', registers }).set(inFlight.limit);

  return {
    preview: (request) => inFlight.preview(request),
    handle: async (request) => {
      const begun = performance.now();
      const observe = (outcome: string) => seconds.observe({ outcome }, (performance.now() - begun) / 1_000);
      try {
        const outcome = await inFlight.handle(request);
        observe(outcome.status);
        return outcome;
      } catch (error) {
        observe(error instanceof Error ? error.name : 'error');
        throw error;
      }
    },
  };
};
