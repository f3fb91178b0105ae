export { type Decider, Rejected } from './decider.js';
