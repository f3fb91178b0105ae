import type { RecordedEvent } from '../../../event-log/src/index.js';
import * as bsi from '../../../severity/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import type { AsOf } from '../as-of.js';
import { blockadeSeverityProjection } from '../blockade-severity/blockade-severity.projection.js';
import { changesOf } from '../changes-of.js';
import { incidentsProjection } from '../incidents/incidents.projection.js';
import { observationsProjection } from '../observations/observations.projection.js';
import { type AdvisoryInForce, statusOf } from '../travel-status/status-of.js';
import type { FacetName, TravelStatus } from '../travel-status/travel-status.answer.js';
import { travelStatusProjection } from '../travel-status/travel-status.projection.js';
import { AssertionTable } from './assertion-table.js';
import { type Fact, incidentFacts, inOrder, observationFacts, parameterFacts, statusFacts } from './facts.js';
import { type Evidence, evidenceOf, inputsAt } from './evidence.js';
import { notice } from './in-force.js';
import { type Known, knownBy } from './known.js';

type Inputs = { inputs: bsi.SeverityInput[]; parameters: bsi.SeverityParameters };

const PROJECTIONS = [travelStatusProjection, observationsProjection, incidentsProjection, blockadeSeverityProjection];

/** On the published clock the parameters are those in force at the position. */
const methodOf = (asOf: AsOf): Known => knownBy(asOf.clock === 'published' ? { ...asOf, knownAt: null } : asOf);

/**
 * The read models of one situation in memory, folded from its events: what PostgreSQL answers, without it. Pure: the same events, cut
 * into batches anywhere, give the same answers to any question, asked in any order and at any position up to the last event.
 */
export class FactsFold {
  /** A notice bounds the later ones of its day. */
  private readonly notices = new AssertionTable(true);
  private readonly observations = new AssertionTable();
  private readonly incidents = new AssertionTable();
  private readonly inputs = new AssertionTable();
  private readonly tables = [this.notices, this.observations, this.incidents, this.inputs];
  /** Where each stream of an advisory reached which version: versions follow the log. */
  private readonly versions = new Map<string, { offset: number; version: number }[]>();
  /** Made when it is asked for, and again once there are more events. */
  private evidence: Evidence | undefined;

  /** Events of the situation, in the order of the log, each once. Throws what a projection throws. */
  apply(events: readonly RecordedEvent<DomainEvent>[]): void {
    this.evidence = undefined;
    for (const recorded of events) {
      changesOf(PROJECTIONS, [recorded]).forEach(({ changes, failed }, index) => {
        if (failed !== undefined) throw failed.error;
        this.tables[index]!.apply(changes);
      });
      if (recorded.stream.startsWith('advisory/')) this.count(recorded);
    }
  }

  /** As `travelStatus` answers. */
  status(asOf: AsOf): TravelStatus {
    const [known, validAt] = [knownBy(asOf), Date.parse(asOf.validAt)];
    const advisories = new Map<string, AdvisoryInForce>();
    // An advisory comes before its facets.
    for (const key of [...this.notices.keys()].sort()) {
      const found = notice(this.notices, key, known, validAt);
      if (found === undefined) continue;
      const { value, eventId, validTo: end } = found.row;
      const [authority = '', destination = '', facet] = key.split('/');
      if (facet === undefined) {
        const version = this.versionAt(`advisory/${key}`, asOf.position.offset);
        advisories.set(key, { authority, destination, version, said: {} });
      } else {
        const said = advisories.get(`${authority}/${destination}`)?.said;
        if (said !== undefined) said[facet as FacetName] = { value, eventId, since: new Date(found.since).toISOString(), end };
      }
    }
    return statusOf([...advisories.values()], validAt);
  }

  /** As `severityNow` answers. */
  severity(asOf: AsOf): bsi.Severity {
    const { inputs, parameters } = this.severityInputs(asOf);
    return bsi.severity(inputs, parameters, Date.parse(asOf.validAt));
  }

  /** The same as one point of a curve: without its reports. In steps, each of which takes time with the number of reports. */
  *severityPoint(asOf: AsOf): Generator<void, bsi.SeverityPoint> {
    const { inputs, parameters } = this.severityInputs(asOf);
    yield;
    const at = Date.parse(asOf.validAt);
    return bsi.severityHistory(inputs, parameters, { from: at, to: at, step: 1 })[0]!;
  }

  /** Every fact in force, by read model and key. */
  facts(asOf: AsOf): Fact[] {
    const [known, validAt] = [knownBy(asOf), Date.parse(asOf.validAt)];
    return inOrder([
      ...statusFacts(this.notices, known, validAt),
      ...observationFacts(this.observations, known, validAt),
      ...incidentFacts(this.incidents, known, validAt),
      ...parameterFacts(this.inputs, methodOf(asOf)),
    ]);
  }

  private severityInputs(asOf: AsOf): Inputs {
    const [known, method, validAt] = [knownBy(asOf), methodOf(asOf), Date.parse(asOf.validAt)];
    this.evidence ??= evidenceOf(this.inputs);
    const parameters = parameterFacts(this.inputs, method).map(({ key, value }) => [key.slice('parameters/'.length), value]);
    return { inputs: inputsAt(this.evidence, known, validAt), parameters: Object.fromEntries(parameters) as bsi.SeverityParameters };
  }

  private count({ stream, version, position: { offset } }: RecordedEvent<DomainEvent>): void {
    const reached = this.versions.get(stream) ?? [];
    this.versions.set(stream, reached);
    reached.push({ offset, version });
  }

  private versionAt(stream: string, offset: number): number | undefined {
    return this.versions.get(stream)?.findLast((reached) => reached.offset <= offset)?.version;
  }
}
