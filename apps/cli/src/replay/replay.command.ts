import { setTimeout } from 'node:timers/promises';
import { Command, Option } from 'commander';
import type { Cli } from '../cli.js';
import { ApiUnreachable, ConnectionLost } from '../http/api.errors.js';
import { type ApiClient, pathOf, type Query } from '../http/api-client.js';
import type { SseEvent } from '../http/sse.js';
import type { End, Frame, Opening } from './replay.answer.js';
import { replayScreen } from './replay.screen.js';
import { endView, openingView } from './replay.view.js';

type Options = Query & { json?: boolean };

/** How often a connection that broke is made again without a frame in between, and after how many milliseconds. */
const ATTEMPTS = 5;
const AGAIN_AFTER_MS = 1_000;

/** The events of a replay up to its end, over as many connections as that takes. Throws as the api client does. */
async function* replayed(api: ApiClient, path: string, query: Query): AsyncGenerator<SseEvent> {
  let after: string | undefined;
  for (let failed = 0; ;) {
    try {
      for await (const event of api.events(path, query, after)) {
        yield event;
        if (event.event === 'end') return;
        after = event.id ?? after;
        failed = 0;
      }
      failed += 1;
      if (failed > ATTEMPTS) throw new ConnectionLost('the replay broke off before its end');
    } catch (error) {
      const mayPass = (error instanceof ConnectionLost || error instanceof ApiUnreachable) && after !== undefined;
      failed += 1;
      if (!mayPass || failed > ATTEMPTS) throw error;
    }
    await setTimeout(AGAIN_AFTER_MS);
  }
}

const replay = async ({ terminal, api }: Cli, situation: string, { json = false, ...query }: Options): Promise<void> => {
  const show = replayScreen(terminal);
  let [told, last]: [number, Frame | undefined] = [0, undefined];
  for await (const { event, data } of replayed(api(), pathOf(situation, 'replay'), query)) {
    if (json) {
      terminal.out(JSON.stringify({ event, ...(JSON.parse(data) as object) }));
      continue;
    }
    if (event === 'opening') terminal.out(openingView(JSON.parse(data) as Opening, terminal.screen));
    if (event === 'frame') {
      last = JSON.parse(data) as Frame;
      show(last);
      told += 1;
    }
    if (event === 'end') terminal.out(endView(JSON.parse(data) as End, told, last, terminal.screen));
  }
};

export const replayCommand = (cli: Cli): Command =>
  new Command('replay')
    .description('the crisis again, step by step: what came, what it changed, status and severity after it')
    .argument('<situation>')
    .option('--from <time>', 'the first moment: a day, or RFC 3339 with offset (default: of the first event)')
    .option('--to <time>', 'the last moment: a day to its end, or RFC 3339 with offset (default: of the last event)')
    .option('--from-position <position>', 'begin at what this commit of the log recorded, such as 3-17')
    .addOption(
      new Option('--clock <clock>', 'by which time events follow each other (default: published)').choices([
        'recorded',
        'published',
        'occurred',
      ]),
    )
    .option('--speed <speed>', 'seconds of the course in a second, such as 86400x: a day each second (default: max)')
    .addOption(
      new Option('--step <step>', 'a frame when something came, or at fixed distances (default: event)').choices([
        'event',
        'hour',
        'day',
        'week',
      ]),
    )
    .option('--position <position>', 'count commits up to this one of the log only, such as 3-125')
    .option('--json', 'one line of JSON an event: opening, frame, …, end')
    .action((situation: string, options: Options) => replay(cli, situation, options));
