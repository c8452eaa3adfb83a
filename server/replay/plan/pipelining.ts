import type { PlanStep } from '../../protocol/replay.ts';
import { boundBy } from './boundBy.ts';
import { exchangesOf } from './exchangesOf.ts';
import { renumbered } from './renumbered.ts';

/** Which commands leave together: as recorded, one at a time, or all that RFC 2920 allows. */
export type Pipelining = 'recorded' | 'lockstep' | 'forced';

/** Commands that may stand anywhere in a group (RFC 2920 §3.1; BDAT with its chunk: RFC 3030 §4.2). */
const ANYWHERE: ReadonlySet<string> = new Set([
  ...['MAIL', 'RCPT', 'RSET', 'BDAT', 'SEND', 'SOML', 'SAML'],
]);

/** A command with all that belongs to it, in order. */
type Unit = readonly PlanStep[];

/**
 * The steps in the order that a way of pipelining asks for. An AUTH exchange that is computed and a
 * command that may be sent again have the line to themselves in any of them.
 */
export function paced(steps: readonly PlanStep[], how: Pipelining): readonly PlanStep[] {
  switch (how) {
    case 'recorded':
      return steps.some(hasTheLine) ? renumbered(withTheLine(steps)) : steps;
    case 'lockstep':
      return renumbered(unitsOf(steps).flat());
    case 'forced':
      return renumbered(grouped(unitsOf(steps)));
  }
}

/** Exchange after exchange, the greeting first. */
function unitsOf(steps: readonly PlanStep[]): readonly Unit[] {
  const { greeting, places } = unitsAt(steps);
  const units = [...places].filter(([owner]) => owner !== greeting).map(([, unit]) => unit);
  const ordered = greeting < 0 ? units : [[greeting], ...units];
  return ordered.map(unit => unit.flatMap(at => steps[at] ?? []));
}

interface Units {
  readonly greeting: number;
  readonly owners: readonly number[];
  /** Positions of the steps of each exchange, by that of its command. */
  readonly places: ReadonlyMap<number, readonly number[]>;
}

function unitsAt(steps: readonly PlanStep[]): Units {
  const owners = exchangesOf(steps);
  const places = new Map<number, number[]>();
  for (const [at, owner] of owners.entries()) {
    const unit = places.get(owner);
    if (unit) unit.push(at);
    else places.set(owner, [at]);
  }
  const greeting = steps.findIndex(step => step.kind === 'expect' && step.answers === null);
  return { greeting, owners, places };
}

/** Its reply is read before anything else leaves, and everything before it was answered. */
function hasTheLine(step: PlanStep): boolean {
  return step.kind === 'auth' || (step.kind === 'send' && step.retry !== undefined);
}

/** The recorded order, in which replies are read earlier where something has the line to itself. */
function withTheLine(steps: readonly PlanStep[]): readonly PlanStep[] {
  const units = unitsAt(steps);
  const made = new Set<number>();
  const order: PlanStep[] = [];
  // The greeting comes before anything that has the line to itself.
  let open = units.greeting < 0 ? [] : [units.greeting];
  const take = (at: number): void => {
    const step = steps[at];
    if (step === undefined || made.has(at)) return;
    made.add(at);
    order.push(step);
  };
  for (const [at, step] of steps.entries()) {
    if (made.has(at)) continue;
    const owner = units.owners[at] ?? at;
    if (hasTheLine(step)) {
      const due = open.flatMap(unit => units.places.get(unit) ?? []);
      for (const place of due.sort((one, other) => one - other)) take(place);
      for (const place of units.places.get(owner) ?? []) take(place);
      open = [];
    } else {
      take(at);
      if (owner === at) open.push(owner);
    }
  }
  return order;
}

/** As many commands in a group as may be, their replies behind it. */
function grouped(units: readonly Unit[]): readonly PlanStep[] {
  const order: PlanStep[] = [];
  let due: PlanStep[] = [];
  const settle = (): void => {
    order.push(...due);
    due = [];
  };
  for (const unit of units) {
    const end = unit.findIndex(step => step.kind !== 'send');
    const lead = unit.slice(0, end < 0 ? unit.length : end);
    const rest = unit.slice(lead.length);
    if (!joins(unit, due)) settle();
    order.push(...lead);
    if (isAnywhere(unit, rest)) {
      due.push(...rest);
      continue;
    }
    settle();
    // What follows content need not wait for the reply to it (RFC 2920 §4.2).
    const content = rest.findLastIndex(step => step.kind === 'send' && step.purpose === 'content');
    order.push(...rest.slice(0, content + 1));
    due.push(...rest.slice(content + 1));
    if (content < 0) settle();
  }
  settle();
  return order;
}

function joins(unit: Unit, due: readonly PlanStep[]): boolean {
  const [lead] = unit;
  if (lead?.kind !== 'send' || lead.purpose !== 'command' || hasTheLine(lead)) return false;
  if (lead.delayMs !== undefined) return false;
  const names = unit.flatMap(step => (step.kind === 'send' ? (step.variables ?? []) : []));
  return names.length === 0 || !due.some(step => boundBy(step).some(name => names.includes(name)));
}

function isAnywhere(unit: Unit, rest: readonly PlanStep[]): boolean {
  const [lead] = unit;
  if (lead?.kind !== 'send' || lead.purpose !== 'command' || hasTheLine(lead)) return false;
  return ANYWHERE.has(lead.verb) && rest.every(step => step.kind === 'expect');
}
