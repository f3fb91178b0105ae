export { Environment, EnvironmentFaults, type LogLevel, readEnvironment } from './env.js';
export { growHeapBy } from './heap.js';
export { anonymousAccess, isLoopback } from './loopback.js';
export { type Logger, openLogger, withoutPasswords } from './logger.js';
export { nestLogger } from './nest-logger.js';
export { type Operations, serveOperations } from './operations-server.js';
export { closeAll, type Closer, closeOnSignal } from './shutdown.js';
