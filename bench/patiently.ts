const TRIES = 20;
const PAUSE_MS = 250;

/** Tries again what fails for a moment on a broker, or with a topic, that has only just begun. */
export const patiently = async <T>(work: () => Promise<T>, tries = TRIES): Promise<T> => {
  for (let left = tries; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
};
