import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { inCheckout } from '../../infra/local-stack/paths.mjs';
import { EVENT_SCHEMAS } from '../../libs/situations/src/index.js';

// What lies in logs that exist. Nothing that stands in stored-shapes.jsonl may change any more; what is new is added to it.

const FILE = inCheckout('test/replay/stored-shapes.jsonl');
type Shapes = Record<string, unknown>;

const WHAT_TO_DO: readonly [RegExp, string][] = [
  [
    /^event /,
    'Logs hold this shape. Leave it as it was: give the new shape the next schema number, and this one an upcaster (docs/adr/0006).',
  ],
  [/^commit /, 'Logs hold this envelope. Leave it as it was: a new shape of commits is a new envelope number (docs/adr/0001).'],
  [/^rule /, 'The verdicts of all logs rest on this text. Leave it as it was: another rule is another file and number (docs/adr/0001).'],
];

const source = (path: string): string => readFileSync(inCheckout(path), 'utf8');

const present = (): Shapes => ({
  'commit 1': JSON.parse(source('libs/event-log/src/commit.schema.json')),
  'rule 1': source('libs/arbiter/src/rule-1.ts').split('\n'),
  'partition of a situation': source('libs/event-log/src/partitioner.ts').split('\n'),
  ...Object.fromEntries(
    Object.entries(EVENT_SCHEMAS).flatMap(([type, shapes]) =>
      Object.entries(shapes).map(([number, { data }]) => [`event ${type} ${number}`, JSON.parse(JSON.stringify(data)) as unknown]),
    ),
  ),
});

const frozen = (): Shapes =>
  Object.fromEntries(
    source('test/replay/stored-shapes.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as [string, unknown]),
  );
const written = (shapes: Shapes): string =>
  Object.entries(shapes)
    .map((one) => `${JSON.stringify(one)}\n`)
    .join('');

describe('a stored shape', () => {
  // FREEZE=1 adds those that are new. It changes none that is there.
  if (process.env['FREEZE'] === '1') writeFileSync(FILE, written({ ...frozen(), ...present(), ...frozen() }));
  const now = present();

  it.each(Object.entries(frozen()))('never changes: %s', (name, shape) => {
    const remedy = WHAT_TO_DO.find(([of]) => of.test(name))?.[1] ?? 'Situations would move to other partitions. Leave it as it was.';
    expect({ remedy, [name]: now[name] }).toEqual({ remedy, [name]: shape });
  });
  it('that is new is frozen too: run this spec once with FREEZE=1 when it is final', () =>
    expect(Object.keys(now).filter((name) => !(name in frozen()))).toEqual([]));
});
