import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Api, openApi } from '../api.fixture.js';
import { CLAIM, INCIDENT, NOTICE, OBSERVATION, SITUATION } from './examples.js';

const HEADERS = { 'content-type': 'application/x-ndjson', 'x-correlation-id': 'same' };
const { incidentId: _, ...NAMELESS } = INCIDENT;

/** Few things, so that lines meet: the same streams, the same keys, things that are not there yet. */
const few = fc.integer({ min: 1, max: 4 });
const line = fc.oneof(
  fc
    .record({ id: few.map((n) => `n${n}`), type: fc.constant('notice'), seq: few, destination: fc.constantFrom('ML', 'NE', 'BF', 'SN') })
    .map(({ seq, destination, ...rest }) => ({ ...rest, body: { ...NOTICE, seq, destination, noticeId: `${destination}-${seq}` } })),
  fc.record({ id: few.map((n) => `i${n}`), type: fc.constant('incident'), body: fc.constant(NAMELESS) }),
  fc.record({ id: few.map((n) => `c${n}`), type: fc.constant('claim'), incidentId: few.map((n) => `i${n}`), body: fc.constant(CLAIM) }),
  fc.record({
    id: few.map((n) => `m${n}`),
    type: fc.constant('merge'),
    incidentId: few.map((n) => `i${n}`),
    body: few.map((n) => ({ into: `i${n}`, reason: 'the same event' })),
  }),
  fc.record({
    id: few.map((n) => `o${n}`),
    type: fc.constant('observation'),
    body: few.map((n) => ({ ...OBSERVATION, subject: `s${n}` })),
  }),
  fc.record({ id: few.map((n) => `x${n}`), type: fc.constantFrom('close', 'reopen'), body: fc.constant({ reason: 'a test' }) }),
  fc.record({ id: few.map((n) => `r${n}`), type: fc.constant('correction'), body: fc.constant({}) }),
  fc.constantFrom({ id: 'n1' }, { id: 'opened', type: 'situation', body: { ...SITUATION, title: 'another' } }),
);
const opened = { id: 'opened', type: 'situation', body: SITUATION };

const send = async ({ app }: Api, situation: string, payload: string): Promise<string[]> => {
  const { payload: answer } = await app.inject({ method: 'POST', url: `/situations/${situation}/import`, payload, headers: HEADERS });
  return answer.trimEnd().split('\n');
};

/** Turns of the event loop that a look at the record takes, one after the other. */
let turns: Iterator<number> = [].values();
const pause = async () => {
  for (let left = turns.next().value ?? 0; left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
};

describe('lines of an import that are under way at once', () => {
  it('come to the same results and the same log, byte for byte, as one by one', async () => {
    const [together, apart] = [await openApi({ pause }), await openApi()];
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), fc.nat(10), fc.infiniteStream(fc.nat(3)), async (rest, at, random) => {
        turns = random;
        const situation = `s-${runs++}`;
        const lines = (rest as object[]).toSpliced(at, 0, opened).map((one) => JSON.stringify(one));
        const expected: string[] = [];
        for (const [i, one] of lines.entries()) {
          const [text] = await send(apart, situation, one);
          expected.push(JSON.stringify({ ...JSON.parse(text!), line: i + 1 }));
        }
        expect(await send(together, situation, lines.join('\n'))).toEqual(expected);
        expect(await together.values()).toEqual(await apart.values());
      }),
      { numRuns: 60, endOnFailure: true }, // what failed stays in the logs, so that nothing smaller can be tried
    );
    await Promise.all([together.close(), apart.close()]);
  }, 60_000);
});
