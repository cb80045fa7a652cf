import type { JournalEntry } from '../../src/core/journal/facts.js';

/** One number for a sequence of facts: equal for equal runs (FNV-1a over when, what, and whom it is about). */
export class Digest {
  private hash = 0x811c9dc5;
  count = 0;

  add({ at, fact }: JournalEntry): void {
    this.count += 1;
    this.text(fact.type);
    this.whole(at);
    if ('callId' in fact && fact.callId !== null) this.text(fact.callId);
    if ('agentId' in fact && fact.agentId !== null) this.text(fact.agentId);
    if (fact.type === 'agent-state') this.text(fact.state);
    if (fact.type === 'call-ended') this.text(fact.ending.how);
  }

  get value(): string {
    return `${(this.hash >>> 0).toString(16).padStart(8, '0')}-${String(this.count)}`;
  }

  private text(text: string): void {
    for (let i = 0; i < text.length; i += 1) this.hash = Math.imul(this.hash ^ text.charCodeAt(i), 0x01000193);
  }

  private whole(figure: number): void {
    this.hash = Math.imul(this.hash ^ (figure >>> 0), 0x01000193);
    this.hash = Math.imul(this.hash ^ Math.floor(figure / 0x100000000), 0x01000193);
  }
}
