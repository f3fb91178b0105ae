import { Failure } from './failure.mjs';
import { endOfLog } from './launch.mjs';
import { end, isRunning, self } from './process-identity.mjs';
import { say } from './script.mjs';
import { until } from './waiting.mjs';

/**
 * A server of the stack: how to start it, ask it and end it.
 *
 * @typedef {import('./process-identity.mjs').Identity} Identity
 * @typedef {{
 *   name: string,
 *   title: string,
 *   log: string,
 *   stop: { signal: NodeJS.Signals, limit: number },
 *   spawn(signal: AbortSignal): Promise<Identity & { port: number }>,
 *   answers(port: number): Promise<boolean>, // may fail, which is a no too
 * }} Service
 * @typedef {import('./state-file.mjs').StateFile} StateFile
 */

/** How long a server may take to answer, in milliseconds: some seconds as a rule, longer on a busy machine or after a crash. */
const startLimit = 90_000;

/** How long one that was left running may take, in milliseconds. */
const reuseLimit = 5000;

/**
 * Finds the server running, or starts it; either way it answers when this returns.
 *
 * One that a killed script left is taken over: it is ours to stop from here on. One whose script still runs is only used.
 *
 * @param {Service} service
 * @param {StateFile} state
 * @param {AbortSignal} signal
 */
export const obtain = async (service, state, signal) => {
  const left = state.read()[service.name];
  if (left && isRunning(left)) {
    if (await until(() => answers(service, left.port), { limit: reuseLimit, signal })) {
      const used = isRunning(left.owner) && left.owner.pid !== process.pid;
      say(`${service.title} runs already on 127.0.0.1:${left.port}${used ? '' : ', left by an earlier run'}`);
      if (!used) state.record(service.name, { ...left, owner: self() });
      return left;
    }
    say(`${service.title} was left by an earlier run and does not answer: ending it (process ${left.pid})`);
    await end(left, { ...service.stop, limit: reuseLimit });
  }
  return start(service, state, signal);
};

/** @param {Service} service @param {number} port */
const answers = (service, port) => service.answers(port).catch(() => false);

/** It may have lost its port to another that started at the same moment. */
class EndedWhileStarting extends Failure {}

/** Each with ports that are free then. */
const startTries = 3;

/** @param {Service} service @param {StateFile} state @param {AbortSignal} signal */
const start = async (service, state, signal) => {
  for (let left = startTries; ; left--) {
    try {
      return await tryToStart(service, state, signal);
    } catch (error) {
      if (!(error instanceof EndedWhileStarting) || left === 1) throw error;
      say(`${service.title} ended while starting: trying once more`);
    }
  }
};

/** @param {Service} service @param {StateFile} state @param {AbortSignal} signal */
const tryToStart = async (service, state, signal) => {
  const begun = Date.now();
  const entry = { ...(await service.spawn(signal)), startedAt: new Date().toISOString(), owner: self() };
  state.record(service.name, entry);
  const ready = () => {
    if (!isRunning(entry)) throw new EndedWhileStarting(`${service.title} ended while starting. ${endOfLog(service.log)}`);
    return answers(service, entry.port);
  };
  if (!(await until(ready, { limit: startLimit, signal }))) {
    throw new Failure(`${service.title} did not answer within ${startLimit / 1000} s. ${endOfLog(service.log)}`);
  }
  say(`${service.title} listens on 127.0.0.1:${entry.port} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  return entry;
};

/**
 * Stops the server if it is ours.
 *
 * @param {Service} service
 * @param {StateFile} state
 */
export const release = async (service, state) => {
  const entry = state.read()[service.name];
  if (entry?.owner.pid !== process.pid) return;
  await end(entry, service.stop);
  state.forget(service.name);
};
