import { instantMs } from '../../../../libs/situations/src/index.js';
import { Problem } from '../http/problems.js';

/** Milliseconds of the checked instants from and to. Throws {@link Problem} where they run backwards. */
export const checkSpan = ({ from, to }: { from: string | undefined; to: string | undefined }): number => {
  if (from === undefined || to === undefined) return 0;
  const length = instantMs(to)! - instantMs(from)!;
  if (length < 0) throw Problem.at('to', 'range-reversed', 'is before from');
  return length;
};
