/** How much may be under way at once. */
export type Room = { readonly items: number; readonly bytes: number };

/**
 * Begins work on items as they come, as many at once as there is room for, and yields the results in the order of the items. Reads no further while
 * results are not taken, and yields a result as soon as it is there and those before it were yielded, also while it waits for the next item.
 * `begin` never rejects. What was begun is finished in any case.
 */
export async function* readAhead<Item, Result>(
  items: AsyncGenerator<Item>,
  begin: (item: Item) => Promise<Result>,
  { room, bytesOf }: { room: Room; bytesOf: (item: Item) => number },
): AsyncGenerator<Result> {
  const begun: { result: Promise<Result>; bytes: number }[] = [];
  let bytes = 0;
  const read = () => {
    const next = items.next();
    next.catch(() => undefined); // told where it is awaited, if anybody still wants it
    return next;
  };
  let next: Promise<IteratorResult<Item>> | undefined = read();
  try {
    while (next !== undefined || begun.length > 0) {
      const [first] = begun;
      const hasRoom = begun.length < room.items && bytes < room.bytes;
      const came: IteratorResult<Item> | 'result' =
        next === undefined || !hasRoom
          ? 'result'
          : await (first === undefined ? next : Promise.race([next, first.result.then(() => 'result' as const)]));
      if (came === 'result') {
        const { result, bytes: freed } = begun.shift()!;
        bytes -= freed;
        yield await result;
      } else if (came.done === true) {
        next = undefined;
      } else {
        const size = bytesOf(came.value);
        bytes += size;
        begun.push({ result: begin(came.value), bytes: size });
        next = read();
      }
    }
  } finally {
    void items.return(undefined).catch(() => undefined);
    await Promise.all(begun.map(({ result }) => result));
  }
}
