import { type Command, Option } from 'commander';
import type { Query } from './http/api-client.js';

export type AsOfOptions = { validAt?: string; knownAt?: string; clock?: 'recorded' | 'published'; position?: string; json?: boolean };

/** The four coordinates of a question, and `--json`. */
export const withAsOf = (command: Command): Command =>
  command
    .option('--valid-at <time>', 'the moment in the world, RFC 3339 with offset (default: now)')
    .option('--known-at <time>', 'what was known at this moment (default: everything recorded)')
    .addOption(
      new Option('--clock <clock>', 'what “known” means: recorded by this system, or published by the source').choices([
        'recorded',
        'published',
      ]),
    )
    .option('--position <position>', 'count commits up to this one of the log only, such as 3-17')
    .option('--json', "print the api's answer as it is");

export const asOfQuery = ({ validAt, knownAt, clock, position }: AsOfOptions): Query => ({ validAt, knownAt, clock, position });
