import { describe, expect, it } from '@jest/globals';
import { specify } from '../../../decider/src/specify.js';
import { closed, faultOf, opened, parameters } from '../domain.example.js';
import type { SituationCommand } from './situation.commands.js';
import type { Corridor, Parameters, SituationEvent } from './situation.events.js';
import { situation } from './situation.js';

const { given } = specify(situation);
const open = (over: object = {}): SituationCommand => ({ type: 'OpenSituation', title: 'Blockade', destinations: ['ML'], ...over });
const close: SituationCommand = { type: 'CloseSituation', reason: 'over' };
const reopen: SituationCommand = { type: 'ReopenSituation', reason: 'again' };
const set = (named: Parameters): SituationCommand => ({ type: 'SetSituationParameters', parameters: named });
const wereSet = (named: Parameters): SituationEvent => ({ type: 'SituationParametersSet', parameters: named });

describe('opening a situation', () => {
  it('opens it', () => given().when(open()).thenEmits(opened));
  it('does nothing when it is open', () => given(opened).when(open()).thenNothing());
  it('does nothing when it was closed since', () => given(opened, closed).when(open()).thenNothing());
  it('is rejected where it was opened with another title', () =>
    given(opened)
      .when(open({ title: 'Flood' }))
      .thenRejects('situation-differs'));
  it.each([
    ['text-missing', 'title', { title: ' ' }],
    ['destination-missing', 'destinations', { destinations: [] }],
    ['destination-malformed', 'destinations.1', { destinations: ['ML', 'Niger'] }],
    ['destination-repeated', 'destinations.1', { destinations: ['ML', 'ML'] }],
  ])('is rejected as %s, naming %s', (reason, field, over) => expect(faultOf(situation, [], open(over))).toEqual({ reason, field }));
});

describe('closing and reopening', () => {
  it('closes what is open', () => given(opened).when(close).thenEmits(closed));
  it('does not close twice', () => given(opened, closed).when(close).thenNothing());
  it('reopens what is closed', () => given(opened, closed).when(reopen).thenEmits({ type: 'SituationReopened', reason: 'again' }));
  it('does not reopen what is open', () => given(opened).when(reopen).thenNothing());
  it.each([close, reopen, set({})])('is rejected on an unknown situation: %j', (command) =>
    given().when(command).thenRejects('situation-not-found'),
  );
  it.each([
    [[opened], close],
    [[opened, closed], reopen],
  ])('needs a reason', (past, command) =>
    expect(faultOf(situation, past, { ...command, reason: '' })).toEqual({ reason: 'text-missing', field: 'reason' }),
  );
});

describe('setting parameters', () => {
  it('records those that it names', () => given(opened).when(set(parameters)).thenEmits(wereSet(parameters)));
  it('does nothing for those in force, even when closed', () => {
    given(opened, wereSet(parameters)).when(set(parameters)).thenNothing();
    given(opened, wereSet(parameters), closed).when(set(parameters)).thenNothing();
  });
  it('does nothing for some of those in force, in another order of keys', () => {
    const { tankersPerDay, source } = parameters.fuelBaseline!;
    given(opened, wereSet(parameters))
      .when(set({ fuelBaseline: { source, tankersPerDay } }))
      .thenNothing();
  });
  it('does nothing where nothing is named', () => {
    given(opened, wereSet(parameters)).when(set({})).thenNothing();
    given(opened, wereSet(parameters))
      .when(set({ corridors: undefined } as object))
      .thenNothing();
  });
  it('leaves the parameters that it does not name', () => {
    const other = { ...parameters.fuelBaseline!, tankersPerDay: 250 };
    given(opened, wereSet(parameters), wereSet({ fuelBaseline: other }))
      .when(set({ ...parameters, fuelBaseline: other }))
      .thenNothing();
  });
  it('is rejected in a closed situation', () => given(opened, closed).when(set(parameters)).thenRejects('situation-closed'));
});

describe('parameters', () => {
  const source = { id: 's', title: 'S' };
  const corridor = (subject: string, ...shares: Corridor['shares']): Corridor => ({ subject, name: subject, shares, source });
  const fault = (named: Parameters) => faultOf(situation, [opened], set(named));

  it.each<[string, string, Parameters]>([
    ['share-range', 'parameters.corridors.0.shares.0.share', { corridors: [corridor('a', { share: 0 })] }],
    ['share-range', 'parameters.corridors.0.shares.0.share', { corridors: [corridor('a', { share: 1.1 })] }],
    ['time-malformed', 'parameters.corridors.0.shares.0.from', { corridors: [corridor('a', { from: '2025-02-30', share: 1 })] }],
    ['parameter-repeated', 'parameters.corridors.0.shares.1.from', { corridors: [corridor('a', { share: 0.1 }, { share: 0.2 })] }],
    ['parameter-repeated', 'parameters.corridors.1.subject', { corridors: [corridor('a', { share: 0.1 }), corridor('a', { share: 0.2 })] }],
    ['id-malformed', 'parameters.corridors.0.subject', { corridors: [corridor('a/b', { share: 0.1 })] }],
    ['shares-exceed-one', 'parameters.corridors', { corridors: [corridor('a', { share: 0.6 }), corridor('b', { share: 0.5 })] }],
    ['baseline-range', 'parameters.fuelBaseline.tankersPerDay', { fuelBaseline: { tankersPerDay: 0, source } }],
    ['id-malformed', 'parameters.mainCarriers.0.subject', { mainCarriers: [{ subject: '', name: 'A', source }] }],
    [
      'parameter-repeated',
      'parameters.mainCarriers.1.subject',
      { mainCarriers: [1, 2].map((n) => ({ subject: 'a', name: `A${n}`, source })) },
    ],
    ['parameter-repeated', 'parameters.places.1.name', { places: [1, 2].map((lat) => ({ name: 'A', lat, lon: 0, source })) }],
    ['coordinates-range', 'parameters.places.0.lat', { places: [{ name: 'A', lat: 91, lon: 0, source }] }],
  ])('are rejected as %s, naming %s', (reason, field, named) => expect(fault(named)).toEqual({ reason, field }));

  it('may have shares that add up to one in decimals', () =>
    expect(fault({ corridors: [0.33, 0.56, 0.11].map((share, index) => corridor(`c${index}`, { share })) })).toBeUndefined());
  it('count the shares of each date on their own', () => {
    const from = '2025-11-01';
    const moved = [corridor('a', { share: 0.6 }, { from, share: 0.2 }), corridor('b', { share: 0.4 }, { from, share: 0.8 })];
    expect(fault({ corridors: moved })).toBeUndefined();
    const over = [corridor('a', { from, share: 0.7 }, { share: 0.6 }), corridor('b', { share: 0.4 })];
    expect(fault({ corridors: over })?.reason).toBe('shares-exceed-one');
  });
});
