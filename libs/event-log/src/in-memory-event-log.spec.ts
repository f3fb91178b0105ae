import { eventLogContract } from './event-log.contract.js';
import { inMemoryEventLog } from './in-memory-event-log.js';

eventLogContract('in-memory', async () => inMemoryEventLog(2));
