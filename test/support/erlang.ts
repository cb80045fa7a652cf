/** A staffing case: calls per second, mean handling in seconds, agents. */
export interface Staffing {
  readonly rate: number;
  readonly handling: number;
  readonly agents: number;
}

export interface Waiting {
  /** Share of callers who find every agent busy. */
  readonly mustWait: number;
  /** Mean time in the line over all callers, seconds. */
  readonly meanWait: number;
}

/**
 * Erlang C: Poisson calls, exponential handling, endless patience. Also the share of callers answered within `target` seconds. The blocking
 * recursion (Erlang B) is used because factorials overflow.
 */
export function erlangC({ rate, handling, agents }: Staffing, target: number): Waiting & { readonly answeredInTime: number } {
  const load = rate * handling;
  let blocking = 1;
  for (let servers = 1; servers <= agents; servers += 1) blocking = (load * blocking) / (servers + load * blocking);
  const mustWait = (agents * blocking) / (agents - load * (1 - blocking));
  const spare = (agents - load) / handling;
  return { mustWait, meanWait: mustWait / spare, answeredInTime: 1 - mustWait * Math.exp(-spare * target) };
}

/**
 * Erlang A (Palm 1946): as Erlang C, but callers give up after an exponential time of mean `patience`. From the equilibrium of the number of
 * callers in the system; those who wait leave at rate 1 / patience each. `answeredInTime`, of all callers, those who give up included, from
 * the density of the wait that a caller of endless patience would have (Baccelli & Hebuterne 1981).
 */
export function erlangA(
  { rate, handling, agents }: Staffing,
  patience: number,
  target: number,
): Waiting & { readonly giveUp: number; readonly answeredInTime: number } {
  let weight = 1;
  let all = 0;
  let waiting = 0;
  let busy = 0;
  let oneFree = 0;
  for (let inSystem = 0; inSystem < 100 * agents; inSystem += 1) {
    all += weight;
    if (inSystem >= agents) busy += weight;
    if (inSystem === agents - 1) oneFree = weight;
    waiting += weight * Math.max(0, inSystem - agents);
    const next = inSystem + 1;
    weight *= rate / (Math.min(next, agents) / handling + Math.max(0, next - agents) / patience);
  }
  const meanWait = waiting / all / rate;
  const mustWait = busy / all;
  const density = (wait: number): number =>
    ((rate * oneFree) / all) * Math.exp(-rate * patience * Math.expm1(-wait / patience) - (agents * wait) / handling);
  const answeredLater = integral((wait) => Math.exp(-wait / patience) * density(wait), target);
  return { mustWait, meanWait, giveUp: meanWait / patience, answeredInTime: 1 - mustWait + answeredLater };
}

/** From 0 to `end`, by Simpson's rule. */
function integral(figure: (at: number) => number, end: number): number {
  const step = end / 200;
  let sum = 0;
  for (let place = 0; place < 200; place += 2) {
    const at = place * step;
    sum += figure(at) + 4 * figure(at + step) + figure(at + 2 * step);
  }
  return (sum * step) / 3;
}
