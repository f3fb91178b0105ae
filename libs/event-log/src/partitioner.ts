/**
 * The partition of a situation: FNV-1a (32 bit, offset basis 2166136261, prime 16777619) over the UTF-8 bytes of its id, modulo the number of
 * partitions. Written here and frozen, since a client library's default may change and must never move a situation.
 */
export const partitionOf = (situationId: string, partitions: number): number => {
  let hash = 2_166_136_261;
  for (const byte of Buffer.from(situationId, 'utf8')) hash = Math.imul(hash ^ byte, 16_777_619);
  return (hash >>> 0) % partitions;
};
