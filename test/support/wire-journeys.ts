import { createHash } from 'node:crypto';
import { eventually } from './eventually.js';
import type { RestAnswer } from './rest.js';
import { toneSequence } from './sip/tone-analysis.js';
import { readWav } from './sip/tone-wav.js';
import type { WireLab } from './wire-lab.js';

/** What the journal tells of a call, in order. */
export async function timelineOf(lab: WireLab, id: string): Promise<RestAnswer['body'][]> {
  return (await lab.rest.get(`/calls/${id}`)).timeline;
}

/** Resolves when the message of this caller has been recorded for so long. */
export async function spokenFor(lab: WireLab, from: string, ms: number): Promise<void> {
  const { id } = await lab.callFrom(from, (call) => call.phase === 'voicemail', 'the message');
  await eventually(
    async () => {
      const begun = (await timelineOf(lab, id)).find(({ type }) => type === 'voicemail-begun');
      return begun !== undefined && Date.now() - Date.parse(begun.at) > ms;
    },
    { what: `${String(ms)} ms of message`, withinMs: 20_000 },
  );
}

/** The message of this caller once it is there, its file as it was said: whole, and the tone of `hz` in it. */
export async function messageOf(lab: WireLab, from: string, hz: number, withinMs = 10_000): Promise<RestAnswer['body']> {
  const message = await eventually(
    async () => {
      const { items } = await lab.rest.get('/voicemails');
      return items.find(({ caller }: { caller: string }) => caller === from) ?? null;
    },
    { what: `the message of ${from}`, withinMs },
  );
  const response = await lab.rest.open(`/voicemails/${String(message.id)}/audio`, AbortSignal.timeout(5_000));
  const file = Buffer.from(await response.arrayBuffer());
  if (createHash('sha256').update(file).digest('hex') !== message.sha256) throw new Error(`the message of ${from} is not what was kept`);
  const tones = toneSequence(readWav(file)).map((stretch) => stretch.hz);
  if (!tones.some((heard) => Math.abs(heard - hz) <= 12)) throw new Error(`the message of ${from} holds ${tones.join(', ') || 'no tone'}`);
  return message;
}
