import { existsSync, readFileSync } from 'node:fs';
import { inCheckout } from '../../infra/local-stack/paths.mjs';

/** A version of an advisory's pages: the full text of the sections that changed. */
export type Version = {
  observedAt: string;
  publishedAt: string;
  note: string | null;
  level: string | null;
  sections: Record<string, string>;
};

/** Texts of real advisories, beside the checkout: they are not part of it. */
const TEXTS = inCheckout('../shared/data/mali-advisory-text');
export const haveTexts = existsSync(TEXTS);

const versionsIn = (file: string): Version[] =>
  readFileSync(`${TEXTS}/${file}`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Version);

/** The whole of the pages at each version: what a version does not hold stayed as it was. */
export const wholePages = (versions: readonly Version[]): Record<string, string>[] =>
  versions.map((_, last) => Object.assign({}, ...versions.slice(0, last + 1).map(({ sections }) => sections)) as Record<string, string>);

export const ukVersions = (): Version[] => versionsIn('gb-fcdo-mali-versions.jsonl');
export const usVersions = (): Version[] => versionsIn('us-state-mali-versions.jsonl');

/** What each version is as a line of an import. The first is what was in force when somebody looked. */
export const ukLines = (versions = ukVersions()): string[] =>
  wholePages(versions).map((sections, index) => {
    const { publishedAt, observedAt, note } = versions[index]!;
    return JSON.stringify({
      id: `uk-text-${index}`,
      type: 'notice',
      body: {
        authority: 'GB-FCDO',
        destination: 'ML',
        facets: {},
        note,
        change: index > 0,
        occurred: { from: publishedAt, precision: 'instant' },
        publishedAt: { at: publishedAt, precision: 'instant', basis: 'stated' },
        observedAt,
        source: { id: 'fcdo-travel-advice', title: 'FCDO travel advice, Mali', grade: 'A1' },
        content: { sections },
      },
    });
  });

/** Its pages bear a day. Later versions bear the same one: they changed without a word, and nobody says when before they were seen. */
export const usLines = (versions = usVersions()): string[] =>
  wholePages(versions).map((sections, index) => {
    const { publishedAt: original, observedAt, note, level } = versions[index]!;
    const [day, native] = [original.slice(0, 10), /^Level (\d)/.exec(level ?? '')?.[1]];
    return JSON.stringify({
      id: `us-text-${index}`,
      type: 'notice',
      body: {
        authority: 'US-STATE',
        destination: 'ML',
        facets: { level: { native, scheme: 'US-STATE' } },
        note,
        change: index > 0,
        ...(index === 0
          ? {
              occurred: { from: day, precision: 'day', original },
              publishedAt: { at: day, precision: 'day', basis: 'stated', original },
            }
          : { occurred: { from: observedAt, precision: 'instant' } }),
        observedAt,
        source: { id: 'us-travel-advisory', title: 'U.S. travel advisory, Mali', grade: 'A1' },
        content: { sections },
      },
    });
  });
