import { describe, expect, it } from '@jest/globals';
import { isOfServer } from './server-trouble.js';

const answered = (code: string) => Object.assign(new Error('said by the server'), { code, severity: 'ERROR' });
const met = (code: string) => Object.assign(new Error('met on the way'), { code });

describe('whose fault an error is', () => {
  it.each(['08006', '40001', '40P01', '53100', '53300', '55P03', '57014', '57P01', '58030', '25P03', 'XX001'])(
    'that of the server, of what it answers with %s',
    (code) => expect(isOfServer(answered(code))).toBe(true),
  );
  it.each(['22001', '22P02', '23505', '42703', '54000', 'P0001', 'XX000', '25P02'])(
    'that of who asked, of what it answers with %s',
    (code) => expect(isOfServer(answered(code))).toBe(false),
  );
  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])('that of the way to it, of %s', (code) =>
    expect(isOfServer(met(code))).toBe(true),
  );
  it.each(['Connection terminated unexpectedly', 'Query read timeout', 'timeout exceeded when trying to connect'])(
    'that of the way to it, where the driver says "%s"',
    (message) => expect(isOfServer(new Error(message))).toBe(true),
  );
  it('that of the program, of what it throws itself', () => {
    for (const error of [new TypeError('no such thing'), met('ERR_INVALID_ARG_TYPE'), new Error('bug'), 'bug', undefined])
      expect(isOfServer(error)).toBe(false);
  });
});
