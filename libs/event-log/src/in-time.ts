/**
 * What `answer` comes to. Rejects where it is not there after so many milliseconds, or rejected itself; whoever works on it is not stopped by that.
 */
export const inTime = async <Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1_000} s`)), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};
