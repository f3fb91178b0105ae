import { describe, expect, it } from '@jest/globals';
import { specify } from '../../../decider/src/specify.js';
import { faultOf } from '../domain.example.js';
import type { CheckSource, SourceCommand } from './source.commands.js';
import type { SourceChecked, SourceEvent } from './source.events.js';
import { source } from './source.js';

const { given } = specify(source);
const sourceId = 'gov-uk';
const at = '2025-11-01T00:00:00Z';
const register = (over: object = {}): SourceCommand => ({ type: 'RegisterSource', sourceId, title: 'GOV.UK', ...over });
const registered: SourceEvent = { type: 'SourceRegistered', sourceId, title: 'GOV.UK' };
const spell = (from: string, to: string, payloadHash = 'a') => ({
  sourceId,
  from: `2025-11-01T${from}:00Z`,
  to: `2025-11-01T${to}:00Z`,
  payloadHash,
});
const check = (...args: Parameters<typeof spell>): CheckSource => ({ type: 'CheckSource', ...spell(...args) });
const checked = (...args: Parameters<typeof spell>): SourceChecked => ({ type: 'SourceChecked', ...spell(...args) });
const degrade: SourceCommand = { type: 'DegradeSource', sourceId, at, reason: 'half of the levels moved at once' };
const degraded: SourceEvent = { type: 'SourceDegraded', sourceId, at, reason: 'half of the levels moved at once' };
const recover: SourceCommand = { type: 'RecoverSource', sourceId, at };
const recovered: SourceEvent = { type: 'SourceRecovered', sourceId, at };

describe('registering a source', () => {
  it('registers it', () => given().when(register()).thenEmits(registered));
  it('does nothing the second time', () => given(registered, degraded).when(register()).thenNothing());
  it('is rejected with another title', () =>
    given(registered)
      .when(register({ title: 'FCDO' }))
      .thenRejects('source-differs'));
  it.each([
    ['id-malformed', 'sourceId', { sourceId: 'gov/uk' }],
    ['text-missing', 'title', { title: '' }],
  ])('is rejected as %s, naming %s', (reason, field, over) => expect(faultOf(source, [], register(over))).toEqual({ reason, field }));
});

describe('checking a source', () => {
  it('records that somebody looked', () => given(registered).when(check('10:00', '11:00')).thenEmits(checked('10:00', '11:00')));
  it('does nothing for the same check', () => given(registered, checked('10:00', '11:00')).when(check('10:00', '11:00')).thenNothing());
  it('records an unchanged payload at most hourly', () => {
    given(registered, checked('10:00', '11:00')).when(check('11:00', '11:59')).thenNothing();
    given(registered, checked('10:00', '11:00')).when(check('11:00', '12:00')).thenEmits(checked('11:00', '12:00'));
  });
  it('records a changed payload at once', () =>
    given(registered, checked('10:00', '11:00'))
      .when(check('11:00', '11:01', 'b'))
      .thenEmits(checked('11:00', '11:01', 'b')));
  it('is rejected where a later one is on record', () =>
    expect(faultOf(source, [registered, checked('10:00', '11:00')], check('09:00', '10:00'))).toEqual({
      reason: 'check-out-of-order',
      field: 'to',
    }));
  it.each([
    ['valid-range', 'to', check('11:00', '10:00')],
    ['time-malformed', 'from', { ...check('10:00', '11:00'), from: '2025-11-01' }],
    ['time-malformed', 'to', { ...check('10:00', '11:00'), to: 'now' }],
    ['text-missing', 'payloadHash', check('10:00', '11:00', '')],
  ])('is rejected as %s, naming %s', (reason, field, command) => expect(faultOf(source, [registered], command)).toEqual({ reason, field }));
});

describe('degrading and recovering', () => {
  it('degrades what is well', () => given(registered).when(degrade).thenEmits(degraded));
  it('does nothing where it is degraded', () => given(registered, degraded).when(degrade).thenNothing());
  it('recovers what is degraded', () => given(registered, degraded).when(recover).thenEmits(recovered));
  it('does nothing where it is well', () => given(registered, degraded, recovered).when(recover).thenNothing());
  it.each([degrade, recover, check('10:00', '11:00')])('is rejected on an unknown source: %j', (command) =>
    given().when(command).thenRejects('source-not-found'),
  );
  it.each<[string, SourceEvent[], SourceCommand]>([
    ['at', [registered], { ...degrade, at: '2025-11-01' }],
    ['at', [registered, degraded], { ...recover, at: '2025-11-01' }],
  ])('names the moment: %s', (field, past, command) => expect(faultOf(source, past, command)).toEqual({ reason: 'time-malformed', field }));
  it('needs a reason', () =>
    expect(faultOf(source, [registered], { ...degrade, reason: '' })).toEqual({ reason: 'text-missing', field: 'reason' }));
});
