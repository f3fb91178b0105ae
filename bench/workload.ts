import { DAY_MS, type DomainCommand, type Notice, type ObservationRecorded, type SituationOpened } from '../libs/situations/src/index.js';

export const SITUATION_ID = 'mali-2025';
export const OPENING: Omit<SituationOpened, 'type'> = {
  title: 'Mali fuel blockade',
  summary: 'Blockade of fuel imports declared in September 2025, and the travel guidance around it.',
  destinations: ['ML'],
};

/** A thing to record: the body of its request, and the command that the body asks for. */
export type Task = { readonly path: 'notices' | 'observations'; readonly body: object; readonly command: DomainCommand };

/** Streams that the tasks go to in turn, half of them advisories. */
const STREAMS = 1_000;
/** Then it is the turn of others, so that each stays as short as real ones are, however long a benchmark runs. */
const EVENTS_A_STREAM = 20;
const FIRST_DAY = Date.parse('2025-09-02');

type ObservedCorridor = Omit<Extract<ObservationRecorded, { kind: 'corridor-status' }>, 'type'>;

const noticeOf = (n: number, stream: string, day: string): Notice => ({
  noticeId: `notice-${n}`,
  authority: `US-ST${stream}`,
  destination: 'ML',
  seq: 1,
  facets: {
    level: { native: '4', rank: 4, scheme: 'US-STATE' },
    action: 'leave-now',
    means: 'commercial-air',
    airport: 'open',
    overland: 'unsafe',
    services: 'limited',
  },
  note: 'Advisory updated to reflect the authorization of the departure of non-emergency personnel.',
  summary: 'Depart immediately by commercial aviation; the airport is open; overland may be unsafe',
  occurred: { from: day, precision: 'day' },
  publishedAt: { at: day, precision: 'day', basis: 'assumed' },
  source: { id: 'us-embassy-bamako', title: 'U.S. Embassy Bamako, security alert of 28 October 2025' },
  confidence: 'high',
});

const observationOf = (n: number, stream: string, day: string): ObservedCorridor => ({
  observationId: `observation-${n}`,
  kind: 'corridor-status',
  subject: `corridor-${stream}`,
  value: { status: n % 4 === 1 ? 'escorted' : 'closed' },
  place: { name: 'Diboli–Kayes road', lat: 14.45, lon: -11.43, precision: 'approximate' },
  summary: 'Tankers move in convoys under escort',
  occurred: { from: day, precision: 'day' },
  publishedAt: { at: day, precision: 'day', basis: 'assumed' },
  source: { id: 'dw', title: 'DW, 17 September 2025', url: 'https://amp.dw.com/fr/mali-citernes-b%C3%B6cus-du-jnim/a-74022752' },
  confidence: 'medium',
});

/** The nth task: notices and observations in turn. */
export const taskOf = (n: number): Task => {
  const stream = String(Math.floor(n / (STREAMS * EVENTS_A_STREAM)) * STREAMS + (n % STREAMS));
  const day = new Date(FIRST_DAY + Math.floor(n / STREAMS) * DAY_MS).toISOString().slice(0, 10);
  if (n % 2 === 0) {
    const notice = noticeOf(n, stream, day);
    return { path: 'notices', body: notice, command: { type: 'RecordNotice', change: true, notice } };
  }
  const observation = observationOf(n, stream, day);
  return { path: 'observations', body: observation, command: { type: 'RecordObservation', ...observation } };
};
