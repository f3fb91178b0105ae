import { readFileSync } from 'node:fs';
import { inCheckout } from '../../infra/local-stack/paths.mjs';

/** The situation of the chronicle. */
export const MALI = 'mali-2025';

/** The lines of the Mali chronicle, as they are imported. */
export const chronicleLines = (): string[] => readFileSync(inCheckout('data/mali-2025.chronicle.jsonl'), 'utf8').trimEnd().split('\n');
