import { HELLO_VERBS } from '../../core/smtp/helloVerbs.ts';
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
 * command that may be sent again have the line to themselves in any of them; what takes a value or
 * a condition from a reply waits for it.
 */
export function paced(steps: readonly PlanStep[], how: Pipelining): readonly PlanStep[] {
  switch (how) {
    case 'recorded':
      return steps.some(mayWait) ? renumbered(withReplies(steps)) : steps;
    case 'lockstep':
      return renumbered(unitsOf(steps).flat());
    case 'forced':
      return renumbered(grouped(unitsOf(steps)));
  }
}

/** Exchange after exchange; before the greeting only what nobody answers, such as a PROXY header. */
function unitsOf(steps: readonly PlanStep[]): readonly Unit[] {
  const { greeting, places } = unitsAt(steps);
  const units = [...places].map(([owner, unit]) => ({
    rank: owner === greeting ? 1 : owner < greeting && isUnanswered(unit, steps) ? 0 : 2,
    steps: unit.flatMap(at => steps[at] ?? []),
  }));
  return units.sort((one, other) => one.rank - other.rank).map(unit => unit.steps);
}

function isUnanswered(unit: readonly number[], steps: readonly PlanStep[]): boolean {
  return unit.every(at => steps[at]?.kind === 'send');
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

function mayWait(step: PlanStep | undefined): boolean {
  if (step === undefined) return false;
  if (hasTheLine(step)) return true;
  return step.kind === 'send' && (step.variables !== undefined || step.condition !== undefined);
}

/** The recorded order, in which replies are read earlier where something has to wait for them. */
function withReplies(steps: readonly PlanStep[]): readonly PlanStep[] {
  const units = unitsAt(steps);
  const made = new Set<number>();
  const known = new Set<string>();
  const order: PlanStep[] = [];
  // The greeting comes before anything that has the line to itself.
  let open = units.greeting < 0 ? [] : [units.greeting];
  const take = (at: number): void => {
    const step = steps[at];
    if (step === undefined || made.has(at)) return;
    made.add(at);
    order.push(step);
    for (const name of [...usedBy([step]), ...boundBy(step)]) known.add(name);
  };
  const due = (): readonly number[] => {
    const left = (owner: number): readonly number[] =>
      (units.places.get(owner) ?? []).filter(at => !made.has(at));
    open = open.filter(owner => left(owner).length > 0);
    return open.flatMap(left);
  };
  for (const [at, step] of steps.entries()) {
    if (made.has(at)) continue;
    const owner = units.owners[at] ?? at;
    const unit = owner === at ? (units.places.get(owner) ?? []) : [];
    const awaited = unit.some(place => mayWait(steps[place])) ? due() : [];
    if (hasTheLine(step) || waitsFor(unit, awaited, { steps, known })) {
      for (const place of awaited.toSorted((one, other) => one - other)) take(place);
      open = [];
    }
    take(at);
    if (hasTheLine(step)) for (const place of unit) take(place);
    else if (owner === at) open.push(owner);
  }
  return order;
}

/** What leaves with a command takes a value, or its condition, from a reply that is still due. */
function waitsFor(
  unit: readonly number[],
  awaited: readonly number[],
  { steps, known }: { readonly steps: readonly PlanStep[]; readonly known: ReadonlySet<string> },
): boolean {
  const own = unit.flatMap(at => steps[at] ?? []);
  const replies = awaited.flatMap(at => steps[at] ?? []).filter(each => each.kind === 'expect');
  const [lead] = own;
  if (lead?.kind !== 'send' || replies.length === 0) return false;
  if (lead.condition && replies.some(({ verb }) => HELLO_VERBS.has(verb))) return true;
  const end = own.findIndex(step => step.kind !== 'send');
  const names = usedBy(own.slice(0, end < 0 ? own.length : end)).filter(name => !known.has(name));
  return replies.some(reply => boundBy(reply).some(name => names.includes(name)));
}

function usedBy(steps: readonly PlanStep[]): readonly string[] {
  return steps.flatMap(step => (step.kind === 'send' ? (step.variables ?? []) : []));
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
  const names = usedBy(unit);
  return names.length === 0 || !due.some(step => boundBy(step).some(name => names.includes(name)));
}

function isAnywhere(unit: Unit, rest: readonly PlanStep[]): boolean {
  const [lead] = unit;
  if (lead?.kind !== 'send' || lead.purpose !== 'command' || hasTheLine(lead)) return false;
  // Behind a reply that may be missing another one could be taken for it.
  return ANYWHERE.has(lead.verb) && rest.every(each => each.kind === 'expect' && !each.optional);
}
