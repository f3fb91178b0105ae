import { Rejected } from '../../../decider/src/index.js';
import { checkFact, checkId, checkPlace, checkSighting, checkText } from '../fact-rules.js';
import type { Claim, Figure, IncidentReported } from './incident.events.js';

/** Throws Rejected, naming the field at fault. */
export const checkIncident = (report: IncidentReported): void => {
  checkId(report.incidentId, 'incidentId');
  checkFact(report);
  checkPlace(report.place, 'place');
  report.claims.forEach((claim, index) => {
    checkClaim(claim, `claims.${index}`);
    if (report.claims.findIndex(({ claimId }) => claimId === claim.claimId) !== index) {
      throw new Rejected('claim-exists', `two claims have the id ${claim.claimId}`, `claims.${index}.claimId`);
    }
  });
};

/** Throws Rejected, naming the field at fault under `path`. */
export const checkClaim = (claim: Claim, path: string): void => {
  checkId(claim.claimId, `${path}.claimId`);
  checkSighting(claim, path);
  claim.figures.forEach((figure, index) => checkFigure(figure, `${path}.figures.${index}`));
};

const checkFigure = ({ low, high, text }: Figure, path: string): void => {
  checkText(text, `${path}.text`);
  for (const [name, count] of Object.entries({ low, high })) {
    if (count !== undefined && !(count >= 0)) throw new Rejected('figure-range', `${count} is no count`, `${path}.${name}`);
  }
  if (low !== undefined && high !== undefined && low > high) {
    throw new Rejected('figure-range', `low ${low} is above high ${high}`, `${path}.low`);
  }
};
