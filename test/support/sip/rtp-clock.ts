/** Duration of the audio in one RTP packet, the usual one in telephony. */
export const PACKET_MS = 20;

/** At most this many packets are sent in a burst to catch up after the process was held up; beyond that time is skipped. */
const CATCH_UP = 10;

const beats = new Map<() => void, { due: number }>();
let timer: NodeJS.Timeout | undefined;

/**
 * Calls `beat` every 20 ms until the returned function is called. One timer serves all calls of the process, and a late timer is made up for
 * by several beats, so that the number of packets sent stays true to the clock even under load.
 */
export function everyPacketTime(beat: () => void): () => void {
  beats.set(beat, { due: performance.now() });
  timer ??= setInterval(() => {
    const now = performance.now();
    for (const [each, state] of beats) {
      if (now - state.due > CATCH_UP * PACKET_MS) state.due = now;
      while (state.due <= now) {
        state.due += PACKET_MS;
        each();
      }
    }
  }, PACKET_MS / 2);
  return () => {
    beats.delete(beat);
    if (beats.size > 0 || timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
  };
}
