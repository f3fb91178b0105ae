/** Once a run, after the last test. A run that is killed before it leaves its stack to the next one, which ends it. */
const tearDown = async (): Promise<void> => {
  await (globalThis as { stopTestStack?: () => Promise<void> }).stopTestStack?.();
};

export default tearDown;
