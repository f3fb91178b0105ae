/**
 * The partitions of one among all who live: dealt out in turn, in the order of their names. Whoever knows the same names deals the same, so that nobody
 * has to tell anybody; where two know different ones, a partition has two projectors for a while, or none until they agree.
 */
export const shareOf = (instance: string, living: readonly string[], partitions: number): number[] => {
  const dealt = [...new Set([...living, instance])].sort();
  const own = dealt.indexOf(instance);
  return Array.from({ length: partitions }, (_, partition) => partition).filter((partition) => partition % dealt.length === own);
};
