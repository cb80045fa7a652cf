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
 * callers in the system; those who wait leave at rate 1 / patience each.
 */
export function erlangA({ rate, handling, agents }: Staffing, patience: number): Waiting & { readonly giveUp: number } {
  let weight = 1;
  let all = 0;
  let waiting = 0;
  let busy = 0;
  for (let inSystem = 0; inSystem < 100 * agents; inSystem += 1) {
    all += weight;
    if (inSystem >= agents) busy += weight;
    waiting += weight * Math.max(0, inSystem - agents);
    const next = inSystem + 1;
    weight *= rate / (Math.min(next, agents) / handling + Math.max(0, next - agents) / patience);
  }
  const meanWait = waiting / all / rate;
  return { mustWait: busy / all, meanWait, giveUp: meanWait / patience };
}
