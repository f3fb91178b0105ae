import { type Claim, type Confidence, confidenceOf, type Published, type Source } from '../../../situations/src/index.js';
import type { StandingClaim } from './incidents.answer.js';

type Reported = { source: Source; confidence: Confidence; publishedAt?: Published; observedAt?: string };

/** Confidence as the claim states it; else from the grade of its own source; else that of the incident. */
export const claimConfidence = ({ confidence, source }: Claim, incident: Confidence): Confidence =>
  confidence ?? (source?.grade === undefined ? incident : confidenceOf({ source }));

/** A claim with what it leaves to its incident filled in. Times are the incident's only for claims made with it. */
export const standingClaim = (
  claim: Claim,
  { incidentId, eventId, recordedAt, withReport }: { incidentId: string; eventId: string; recordedAt: string; withReport: boolean },
  incident: Reported,
): StandingClaim => {
  const { publishedAt, observedAt } = withReport && claim.publishedAt === undefined && claim.observedAt === undefined ? incident : claim;
  return {
    claimId: claim.claimId,
    incidentId,
    eventId,
    source: claim.source ?? incident.source,
    confidence: claimConfidence(claim, incident.confidence),
    publishedAt: publishedAt ?? null,
    observedAt: observedAt ?? null,
    recordedAt,
    figures: claim.figures,
    text: claim.text ?? null,
  };
};
