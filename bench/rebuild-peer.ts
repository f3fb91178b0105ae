import { openEmmettWith, type Event, type Pulling } from './emmett.js';
import type { Place } from './places.js';
import { eventAt, situationAt } from './rebuild-data.js';
import type { Measure } from './rebuild-report.js';

/** Its consumer waits 50 ms after every 100 messages unless told otherwise. */
const UNPAUSED: Pulling = { batchSize: 1_000, pullingFrequencyInMs: 1 };

/** The first `count` of the events that the rebuild is measured with, by stream. */
const streamsOf = (count: number): ReadonlyMap<string, readonly Event[]> => {
  const streams = new Map<string, Event[]>();
  for (let n = 0; n < count; n++) {
    const { stream, event } = eventAt(n);
    const { type, ...data } = event;
    const name = `${situationAt(n)}/${stream}`;
    const events = streams.get(name) ?? [];
    events.push({ type, data });
    streams.set(name, events);
  }
  return streams;
};

export type PeerRates = { readonly usual: number; readonly unpaused: number };

/** Emmett's rebuild of one document a stream from the same events, in events a second. */
export const measurePeer = async (place: Place, count: number): Promise<PeerRates> => {
  const emmett = await openEmmettWith(place, streamsOf(count));
  const rate = async (pulling?: Pulling): Promise<number> => {
    const { handled, ms } = await emmett.rebuild(pulling);
    console.error(`Emmett handled ${handled} of ${count} in ${(ms / 1000).toFixed(1)} s`);
    return (handled * 1000) / ms;
  };
  try {
    return { usual: await rate(), unpaused: await rate(UNPAUSED) };
  } finally {
    await emmett.close();
  }
};

export const PEER_TARGET = 20;

/** `ours` in events a second. */
export const againstPeer = ({ usual, unpaused }: PeerRates, ours: number): Measure[] => [
  { what: 'Emmett, rebuild of one document a stream, as it comes', value: usual, unit: 'events/s' },
  {
    what: 'all read models rebuilt ÷ Emmett as it comes',
    value: ours / usual,
    unit: 'ratio',
    target: `≥ ${PEER_TARGET}`,
    verdict: ours / usual >= PEER_TARGET ? 'met' : 'not met',
  },
  // It may end before it handled anything.
  ...(unpaused === 0
    ? []
    : [
        { what: 'Emmett in batches of 1,000 without pauses', value: unpaused, unit: 'events/s' },
        { what: 'all read models rebuilt ÷ Emmett without pauses', value: ours / unpaused, unit: 'ratio' },
      ]),
];
