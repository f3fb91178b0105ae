/** Names the rules of this folder: answers may change with it, and only with it. */
export const LAG_RULES = 'lag-1';

/** What the figures mean, for the answer. */
export const DEFINITIONS = {
  trigger:
    'an incident, or an observation of something that has a state, that was known and began in the period; what was retracted or merged into another is none',
  change:
    'a notice of material kind, as the guidance changes tell it: a facet differs, or a section about safety says something else, or its source reports that the note understates. What was in force when somebody first looked is no change; nor can a notice count of which neither facets nor texts are recorded',
  sinceStartSeconds:
    'from the start of the trigger to the effective start of the authority’s first change that begins later; what is known to the day starts at its start. Null: no such change is known yet. That a change followed does not say that it was made because of the trigger',
  sincePublicSeconds:
    'for the same change: from when the trigger was public to when the change was public; what is known to the day counts from its end. Negative: the change was public first',
  orderCertain: 'false where the change began before the time range of the trigger was over, so that it may have come first',
  sameStart:
    'changes that began at the very moment at which the trigger began, most often both known to the same day; they count for no delay',
  firstMovers:
    'the authorities with the shortest sinceStartSeconds, and lastMovers those with the longest, of those with any; all of them where they share it',
  timeInForce:
    'seconds within the period for which each value held, by the known notices in their order; null is the time before the authority stated any; unknown is what it withdrew, or what had run out. All values of a facet add up to the period',
  reversals:
    'a facet took again a value that it had before a different one (unknown counts as no value). For departure, lifted, none and nothing stated are one value',
  byKind: 'over the triggers of one kind; of an even number the median is the lower of the two in the middle',
} as const;
