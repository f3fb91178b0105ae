/** How every answer on a situation begins: the question that it answers. */
export type Asked = {
  situation: string;
  /** RFC 3339: the moment in the world. */
  validAt: string;
  /** RFC 3339: the moment of knowledge; null where everything at the position counts. */
  knownAt: string | null;
  clock: 'recorded' | 'published';
  /** `<partition>-<offset>` of the last commit that counts; null before the first. */
  position: string | null;
};

export type Answer<Content> = Asked & Content;

export type ListAnswer<Item> = Answer<{ items: readonly Item[]; next: string | null }>;
