/** Who comes free when: a binary heap with the earliest on top. Filled at once, then only the top moves or goes. */
export class FreeTimes {
  private size = 0;
  private readonly times: Float64Array;
  private readonly agents: Int32Array;

  constructor(agents: number) {
    this.times = new Float64Array(agents);
    this.agents = new Int32Array(agents);
  }

  clear(): void {
    this.size = 0;
  }

  /** Infinity when everybody is gone. */
  get earliest(): number {
    return this.size === 0 ? Infinity : (this.times[0] ?? Infinity);
  }

  /** Who is free at `earliest`. */
  get agent(): number {
    return this.agents[0] ?? 0;
  }

  add(agent: number, time: number): void {
    let place = this.size;
    this.size += 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const parentTime = this.times[parent] ?? 0;
      if (parentTime <= time) break;
      this.times[place] = parentTime;
      this.agents[place] = this.agents[parent] ?? 0;
      place = parent;
    }
    this.times[place] = time;
    this.agents[place] = agent;
  }

  /** The agent on top is busy again until `time`. */
  delay(time: number): void {
    this.sink(this.agent, time);
  }

  /** The agent on top has nothing more to do here. */
  dismiss(): void {
    this.size -= 1;
    this.sink(this.agents[this.size] ?? 0, this.times[this.size] ?? 0);
  }

  private sink(agent: number, time: number): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && (this.times[child + 1] ?? 0) < (this.times[child] ?? 0)) child += 1;
      const childTime = this.times[child] ?? 0;
      if (childTime >= time) break;
      this.times[place] = childTime;
      this.agents[place] = this.agents[child] ?? 0;
      place = child;
    }
    this.times[place] = time;
    this.agents[place] = agent;
  }
}
