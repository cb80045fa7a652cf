import type { IvrLine, IvrPrompt, KeysWanted, Utterance } from '../ivr/ivr-line.js';
import type { IvrState } from '../ivr/ivr-state.js';
import type { Sound } from '../ports/telephony.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';
import type { Call } from './call.js';
import { playTo } from './prompts.js';
import { ask } from './questions.js';

const PURPOSE = 'scenario';

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
  const sounds = soundsOf(call, prompt.utterances);
  if (sounds.length === 0) return;
  await scope.until(call.speak(prompt.language));
  if (!prompt.interruptible) {
    await playTo(call, sounds, PURPOSE, scope);
    call.keypad.clear();
    return;
  }
  const talk = scope.child();
  const stop = call.keypad.peek(() => {
    talk.end({ kind: 'finished' });
  });
  try {
    await scope.until(talk.run(() => playTo(call, sounds, PURPOSE, talk)));
  } finally {
    stop();
  }
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

/** A text that no synthesiser made a sound of is silence: the call goes on. */
function soundsOf(call: Call, utterances: readonly Utterance[]): Sound[] {
  const sounds = utterances.flatMap((utterance) => ('sound' in utterance ? [utterance.sound] : []));
  if (sounds.length < utterances.length)
    call.ports.log.warn('a scenario has a text to say, and there is no synthesiser', { callId: call.id });
  return sounds;
}
