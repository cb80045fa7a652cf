import type { Call } from './call.js';

/** The caller has heard that conversations are recorded, where they are and the campaign says so. */
export async function tellOfRecording(call: Call): Promise<void> {
  const { mode, consent } = call.plan.recording;
  if (mode !== 'none') await call.play(consent, 'recording-consent');
}
