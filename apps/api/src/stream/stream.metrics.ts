import { Gauge, type Registry } from 'prom-client';
import type { Allowance, Allowances } from './allowance.js';

/** The open streams of each kind, and how many there may be, as Prometheus reads them. */
export const meterStreams = (registry: Registry, allowances: Allowances): void => {
  const gauge = (name: string, help: string, value: (one: Allowance) => number): void => {
    const one: Gauge<'kind'> = new Gauge({
      name,
      help,
      labelNames: ['kind'],
      registers: [registry],
      collect: () => {
        for (const [kind, allowance] of Object.entries(allowances)) one.set({ kind }, value(allowance));
      },
    });
  };
  gauge('timeline_open_streams', 'Streams of server-sent events that are open', ({ count }) => count);
  gauge('timeline_open_streams_limit', 'Streams that may be open at once', ({ limits }) => limits.inAll);
};
