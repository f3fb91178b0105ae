import type { FacetName } from '../travel-status/travel-status.answer.js';
import { plain } from './text.js';

/** How words begin that speak of a facet, in the languages of the authorities known. */
const ABOUT: Readonly<Record<FacetName, readonly string[]>> = {
  level: ['level', 'advis', 'against', 'niveau', 'stufe', 'reisewarn', 'livello'],
  scope: ['area', 'region', 'part', 'country', 'whole', 'rest', 'zone', 'against', 'pays', 'landesteil', 'paese'],
  departure: ['staff', 'personnel', 'employee', 'embass', 'depart', 'withdraw', 'famil', 'ambassad', 'botschaft', 'ambasciat'],
  action: ['leav', 'depart', 'shelter', 'stay', 'remain', 'exit', 'evacuat', 'quitt', 'partir', 'ausreis', 'verlass', 'lasciar', 'partenz'],
  means: ['flight', 'air', 'aviation', 'commercial', 'road', 'vol', 'flug', 'route'],
  airport: ['airport', 'flight', 'aviation', 'aeroport', 'flughafen', 'flug', 'vol'],
  overland: ['overland', 'road', 'highway', 'route', 'border', 'convoy', 'checkpoint', 'blockade', 'strass', 'frontier', 'frontalier'],
  services: ['embass', 'consul', 'service', 'support', 'assistance', 'ambassad', 'botschaft', 'ambasciat'],
};

const EDITORIAL =
  /\b(?:editorial|formatting|typos?|typographical|spelling|layout|cosmetic|redaktionell\w*|minor (?:change|edit|update|amendment|correction)s?)\b/;

/** Words in the singular, roughly: a note may say “Warning and insurance” of the page “Warnings and insurance”. */
const roughly = (text: string): string =>
  plain(text)
    .split(' ')
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word))
    .join(' ');

/** Whether the note calls the change one of form. */
export const callsItEditorial = (note: string): boolean => EDITORIAL.test(plain(note));

/** Those of `titles` whose words the note has, one after another. */
export const sectionsNamed = (note: string, titles: readonly string[]): string[] => {
  const words = ` ${roughly(note)} `;
  return titles.filter((title) => plain(title) !== '' && words.includes(` ${roughly(title)} `));
};

/** Those of `facets` of which the note has a word. */
export const facetsNamed = (note: string, facets: readonly FacetName[]): FacetName[] => {
  const words = plain(note).split(' ');
  return facets.filter((facet) => ABOUT[facet].some((stem) => words.some((word) => word.startsWith(stem))));
};
