import type { AuthorityStatus, TravelStatus } from '../../../../libs/read-models/src/index.js';
import { asOfView } from '../as-of.view.js';
import type { Answer } from '../http/answer.js';
import { since } from '../terminal/dates.js';
import type { Screen } from '../terminal/screen.js';
import { type Cell, EVENT_ID, table } from '../terminal/table.js';
import { paragraph } from '../terminal/wrap.js';
import { capital, facetWords, FACETS, NOT_RECORDED } from '../words.js';
import { ALL_FACETS, authoritiesView } from './authorities.view.js';

const detailRow = (facet: (typeof FACETS)[number], { facets }: AuthorityStatus): Cell[] => {
  const stated = facets[facet];
  if (stated === undefined) return [capital(facet), NOT_RECORDED, '', ''];
  const words = facetWords('value' in stated ? stated.value : stated);
  return [capital(facet), words, since(stated.since), stated.eventId];
};

/** One authority with every facet and the event that says so. */
const detailView = (status: AuthorityStatus, screen: Screen): string =>
  [
    paragraph(`${status.authority} for ${status.destination}, version ${status.version}`, screen, { style: 'bold' }),
    table(
      [{ title: 'Facet' }, { title: 'Value', min: 12 }, { title: 'Since' }, { title: 'By event', min: EVENT_ID }],
      FACETS.map((facet) => detailRow(facet, status)),
      screen,
    ),
  ].join('\n');

/** `authority` where only one was asked for: then each of its facets is traced to its event. */
export const statusView = (answer: Answer<TravelStatus>, screen: Screen, authority?: string): string => {
  const { situation, authorities } = answer;
  const head = [paragraph(`Travel status of ${situation}`, screen, { style: 'bold' }), asOfView(answer, screen), ''];
  if (authorities.length === 0) {
    const whose = authority === undefined ? 'no guidance of any authority' : `no guidance of ${authority}`;
    return [
      ...head,
      paragraph(`${capital(NOT_RECORDED)}: ${whose} is known at that moment. That is not the same as “no advice”.`, screen),
    ].join('\n');
  }
  if (authority !== undefined) return [...head, authorities.map((status) => detailView(status, screen)).join('\n\n')].join('\n');
  return [
    ...head,
    authoritiesView(answer, ALL_FACETS, screen),
    '',
    paragraph(
      'Under each value: since when it is in force. “not recorded”: nothing is known, which is not “none”. “unknown”: it was stated once and no longer holds, or nobody can tell. --authority shows one with its events.',
      screen,
      { style: 'dim' },
    ),
  ].join('\n');
};
