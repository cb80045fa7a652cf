import type { IvrLine, IvrPrompt, KeysWanted, Utterance } from '../ivr/ivr-line.js';
import type { IvrState } from '../ivr/ivr-state.js';
import type { Sound } from '../ports/telephony.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';
import type { Call } from './call.js';
import { playTo } from './prompts.js';
import { ask } from './questions.js';

const PURPOSE = 'scenario';
/** A caller who hears nothing for longer hangs up. */
const SPOKEN_WITHIN_SECONDS = 3;

/** The call as a scenario sees it, for as long as `scope` lives. `keep` is given the state that the scenario would go on from. */
export function scenarioLine(call: Call, scope: CallScope<CallCause>, keep: (state: IvrState) => void): IvrLine {
  call.keypad.clear();
  return {
    caller: call.record.caller,
    did: call.record.did,
    now: () => call.now(),
    play: (prompt) => play(call, prompt, scope),
    collect: (wanted) => collect(call, wanted, scope),
    http: (request) => scope.until(call.ports.ivrRequests.ask(request)),
    scheduleOpen: (workScheduleId) => call.ports.calendars.open(workScheduleId, call.now()),
    entered: keep,
    decided: ({ type, ...fact }) => {
      call.ports.record({ type: 'scenario-step', callId: call.id, step: type, ...fact });
    },
  };
}

async function play(call: Call, prompt: IvrPrompt, scope: CallScope<CallCause>): Promise<void> {
  if (prompt.utterances.length === 0) return;
  await scope.until(call.speak(prompt.language));
  if (!prompt.interruptible) {
    await sayTo(call, prompt, scope);
    call.keypad.clear();
    return;
  }
  const talk = scope.child();
  const stop = call.keypad.peek(() => {
    talk.end({ kind: 'finished' });
  });
  try {
    await scope.until(talk.run(() => sayTo(call, prompt, talk)));
  } finally {
    stop();
  }
}

async function sayTo(call: Call, prompt: IvrPrompt, scope: CallScope<CallCause>): Promise<void> {
  const sounds = await Promise.all(prompt.utterances.map((utterance) => soundOf(call, prompt, utterance, scope)));
  await playTo(
    call,
    sounds.filter((sound) => sound !== null),
    PURPOSE,
    scope,
  );
}

/** Null for a text that no sound was made of in time: it is passed over, and the call goes on. */
async function soundOf(call: Call, prompt: IvrPrompt, utterance: Utterance, scope: CallScope<CallCause>): Promise<Sound | null> {
  if ('sound' in utterance) return utterance.sound;
  const { language, secret, personal } = prompt;
  const askedAt = call.now();
  const tellsOf = personal ? call.id : null;
  const request = { text: utterance.text, language, secret, tellsOf, withinSeconds: SPOKEN_WITHIN_SECONDS };
  const sound = await scope.until(call.ports.speech.spoken(request));
  if (sound === null) {
    const waited = (call.now() - askedAt) / 1000;
    call.ports.record({ type: 'sound-played', callId: call.id, purpose: PURPOSE, seconds: waited, end: 'unplayable' });
  }
  return sound;
}

async function collect(call: Call, wanted: KeysWanted, scope: CallScope<CallCause>): ReturnType<IvrLine['collect']> {
  if (wanted.prompt !== null) await play(call, wanted.prompt, scope);
  const { keys, ended } = await ask(
    call,
    {
      prompt: [],
      purpose: PURPOSE,
      maxKeys: wanted.maxDigits,
      terminator: wanted.terminator,
      firstWithinSeconds: wanted.firstDigitTimeoutSeconds,
      betweenSeconds: wanted.betweenDigitsTimeoutSeconds,
      typedAhead: true,
    },
    scope,
  );
  return { keys, ended: ended === 'full' ? 'length' : ended };
}
