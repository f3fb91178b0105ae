import type { GuidanceChange } from '../../../../libs/read-models/src/index.js';
import { asOfView } from '../as-of.view.js';
import type { ListAnswer } from '../http/answer.js';
import { counted, moment, occurrence, publication, since, span } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { paragraph, wrap } from '../terminal/wrap.js';
import { NOT_RECORDED } from '../words.js';
import { facetsStated, noteWords, textChanged, UNDERSTATES } from './changes.js';

const LABEL = 11;

const row = (label: string, lines: readonly string[], screen: Screen): string =>
  lines
    .flatMap((line) => wrap(line, screen.width - LABEL - 2))
    .map((line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL)}${line}`)
    .join('\n');

const KINDS: Readonly<Record<GuidanceChange['kind'], string>> = {
  material: 'material change',
  minor: 'minor change',
  silent: 'silent change',
};

const delay = ({ delaySeconds }: GuidanceChange): string => (delaySeconds === null ? '' : `, ${span(delaySeconds)} after publication`);

export const changeView = (change: GuidanceChange, screen: Screen): string => {
  const { authority, destination, kind, firstSight, noteUnderstates, note, summary, occurred, validFrom } = change;
  const facets = facetsStated(change);
  const what = firstSight ? 'first sight, not a change' : KINDS[kind];
  return [
    paragraph(`${since(validFrom)}  ${authority} for ${destination}  ${what}`, screen, { style: 'bold' }),
    ...(noteUnderstates ? [paragraph(UNDERSTATES, screen, { indent: 2, style: 'yellow' })] : []),
    ...(noteUnderstates
      ? [
          row(
            'because',
            change.understates.map(({ because }) => because),
            screen,
          ),
        ]
      : []),
    row('changed', facets.length > 0 ? facets : ['no facet'], screen),
    row('text', textChanged(change), screen),
    row('note', [noteWords(note)], screen),
    row('in short', [summary ?? NOT_RECORDED], screen),
    row('occurred', [occurrence(occurred)], screen),
    row('published', [publication(change.publishedAt)], screen),
    row('observed', [change.observedAt === null ? NOT_RECORDED : moment(change.observedAt)], screen),
    row('recorded', [`${moment(change.recordedAt)}${delay(change)}`], screen),
    row('source', [`${change.source.title} (${change.confidence} confidence)`], screen),
    row('record', [`position ${change.position}, notice ${change.noticeId}`, `event ${change.eventId}`], screen),
  ].join('\n');
};

export const auditView = (answer: ListAnswer<GuidanceChange>, screen: Screen): string => {
  const { situation, items, next } = answer;
  const understated = items.filter(({ noteUnderstates }) => noteUnderstates).length;
  return [
    paragraph(`Guidance changes of ${situation}`, screen, { style: 'bold' }),
    asOfView(answer, screen),
    '',
    ...(items.length === 0
      ? [paragraph(`None is recorded that answers the question.`, screen)]
      : [items.map((item) => changeView(item, screen)).join('\n\n'), '']),
    ...(items.length === 0
      ? []
      : [paragraph(`${counted(items.length, 'notice')}, ${understated} of them with a note that tells less than what changed.`, screen)]),
    ...(next === null ? [] : [paragraph('There are more: --limit raises how many are shown.', screen, { style: 'yellow' })]),
  ].join('\n');
};
