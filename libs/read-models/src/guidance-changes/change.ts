import type { Json } from '../projection.js';
import { FACETS, type FacetName } from '../travel-status/travel-status.answer.js';
import type { FacetChange, GuidanceChange, SectionChange, Understatement } from './guidance-changes.answer.js';
import { callsItEditorial, facetsNamed, sectionsNamed } from './note.js';

/** Names the rules below, and those of text.ts, sections.ts and note.ts on which they rest: answers may change with it, and only with it. */
export const AUDIT_RULES = 'audit-1';

/** What a notice says of its own change. */
export type Said = {
  firstSight: boolean;
  /** Null where no word is recorded. */
  note: string | null;
  /** The publisher changed the advisory without a word, and that is known. */
  withoutNote: boolean;
  assertedUnderstates: boolean;
};

/** What it changed. `titles` are all the sections that its pages have or had. */
export type Changed = { facets: GuidanceChange['facets']; sections: readonly SectionChange[]; titles: readonly string[] };

const same = (one: Json, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What a first sight states anew is no change: the authority may have said so long before. Values come from JSON with its keys in one order. */
const isChange = ({ before, after }: FacetChange, firstSight: boolean): boolean => !(firstSight && before === null) && !same(before, after);

type Material = { facets: FacetName[]; sections: string[] };

const materialOf = ({ firstSight }: Said, { facets, sections }: Changed): Material => ({
  facets: FACETS.filter((facet) => facets[facet] !== undefined && isChange(facets[facet], firstSight)),
  sections: sections.filter(({ aboutSafety, beyondFormatting }) => aboutSafety && beyondFormatting).map(({ title }) => title),
});

const quoted = (titles: readonly string[]): string => titles.map((title) => `“${title}”`).join(', ');
const told = ({ facets, sections }: Material): string =>
  [...(facets.length > 0 ? [facets.join(', ')] : []), ...(sections.length > 0 ? [`the words of ${quoted(sections)}`] : [])].join(' and ');

const byTheNote = (note: string, { facets, sections }: Material, titles: readonly string[]): Understatement[] => {
  if (callsItEditorial(note)) {
    return [
      {
        reason: 'called-editorial',
        facets,
        sections,
        because: `the note calls it editorial, but it changed ${told({ facets, sections })}`,
      },
    ];
  }
  const named = sectionsNamed(note, titles);
  const missed = named.length === 0 ? [] : sections.filter((title) => !named.includes(title));
  const unnamed = facetsNamed(note, facets).length === 0 ? facets : [];
  return [
    ...(unnamed.length === 0
      ? []
      : [
          {
            reason: 'facets-not-named' as const,
            facets: unnamed,
            sections: [],
            because: `the note has no word of ${unnamed.join(', ')}, which changed`,
          },
        ]),
    ...(missed.length === 0
      ? []
      : [
          {
            reason: 'section-not-named' as const,
            facets: [],
            sections: missed,
            because: `the note names ${quoted(named)} and not ${quoted(missed)}, which changed too`,
          },
        ]),
  ];
};

const understatementsOf = (said: Said, material: Material, titles: readonly string[]): Understatement[] => {
  const asserted: Understatement[] = said.assertedUnderstates
    ? [{ reason: 'asserted', facets: [], sections: [], because: 'the source reports that the note tells less than the change' }]
    : [];
  if (said.firstSight || (material.facets.length === 0 && material.sections.length === 0)) return asserted;
  if (said.withoutNote)
    return [...asserted, { reason: 'without-a-word', ...material, because: `${told(material)} changed without a word` }];
  return said.note === null ? asserted : [...asserted, ...byTheNote(said.note, material, titles)];
};

/**
 * What kind of change a notice made, and whether its note tells less.
 *
 * `material`: a facet differs from what was in force before; or a section about safety says something in other words (other layout, order
 * of lines, links, pictures, dates and the printed note do not count); or the source itself reports that the note tells less.
 * `silent`: nothing of that, and the publisher gave no word. `minor`: the rest.
 *
 * A note understates where
 * - `asserted`: the source itself reports it;
 * - `without-a-word`: the change is material, and it is known that the publisher gave no note;
 * - `called-editorial`: the change is material, and the note calls it editorial, formatting or minor;
 * - `facets-not-named`: facets changed, and the note has no word for any of them;
 * - `section-not-named`: the note names sections, and leaves out one about safety that changed too.
 * A note that nobody recorded, or that names neither section nor facet where only texts changed, is not judged. Nor is a first sight.
 */
export const changeOf = (said: Said, changed: Changed): Pick<GuidanceChange, 'kind' | 'noteUnderstates' | 'understates'> => {
  const material = materialOf(said, changed);
  const understates = understatementsOf(said, material, changed.titles);
  const isMaterial = material.facets.length > 0 || material.sections.length > 0 || said.assertedUnderstates;
  return {
    kind: isMaterial ? 'material' : said.withoutNote ? 'silent' : 'minor',
    noteUnderstates: understates.length > 0,
    understates,
  };
};
