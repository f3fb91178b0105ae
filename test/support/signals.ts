import type { HttpClient } from './http-client.js';

/** Codes of what keeps the api from being ready; none where it is. */
export const reasonsOf = async (http: HttpClient): Promise<string[]> => {
  const { body } = await http.get<{ reasons?: { code: string }[] }>('/health/ready');
  return (body.reasons ?? []).map(({ code }) => code);
};

/** Values of a metric, by its labels. */
export const labelled = (metrics: string, name: string): Record<string, number> =>
  Object.fromEntries(
    [...metrics.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))].map(([, labels = '', value]) => [labels, Number(value)]),
  );
