import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Telephony, TelephonyEvent } from '../../src/core/ports/telephony.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import type { FakePhone } from '../support/fake-telephony/fake-phone.js';
import { FakeTelephony } from '../support/fake-telephony/fake-telephony.js';
import { VirtualClock } from '../support/virtual-clock.js';
import type { Audible, LabCaller, LabPhone, TelephonyLab } from './telephony-lab.js';

const SILENCE_NOTICED_AFTER_MS = 4_000;
const RESTART_TAKES_MS = 1_000;
const OUTSIDE = 'PJSIP/+33612345678@carrier';

/** The contract's lab around the fake: every request gets the virtual time it needs. */
export function fakeTelephonyLab(): TelephonyLab {
  const clock = new VirtualClock();
  const fake = new FakeTelephony(clock);
  fake.sounds.lasting.set('short', 500).set('long', 8_000);
  fake.sounds.missing.add('missing');
  fake.recorder.files = 'whole';
  const directory = mkdtempSync(join(tmpdir(), 'guichet-fake-contract-'));
  let files = 0;
  const events: TelephonyEvent[] = [];
  fake.listen((event) => events.push(event));
  const phones: FakePhone[] = [];
  const telephony = inVirtualTime(fake, clock);
  const outside = fake.endpoint(OUTSIDE);
  phones.push(outside);
  return {
    telephony,
    events,
    now: () => clock.now(),
    until: (what, look, withinMs = 15_000) => clock.until(look, withinMs, what),
    settle: () => clock.advance(1_000),
    callArrives: async ({ to, from, name }) => {
      const caller = fake.callArrives({ did: to, from, ...(name === undefined ? {} : { name }) });
      await clock.advance(0);
      return labCaller(caller, clock);
    },
    phone: async (name) => {
      await telephony.provisionPhone({ name, password: 'secret' });
      const phone = fake.phone(name);
      phones.push(phone);
      await clock.advance(0);
      return labPhone(name, phone, clock);
    },
    carrier: labPhone('carrier', outside, clock),
    outsideNumber: OUTSIDE,
    newFile: () => {
      files += 1;
      return join(directory, `file-${String(files)}.wav`);
    },
    cutLine: async (how) => {
      if (how === 'openly') fake.loseConnection();
      else clock.at(clock.now() + SILENCE_NOTICED_AFTER_MS, () => fake.loseConnection());
      await clock.advance(0);
    },
    mendLine: async () => {
      fake.restoreConnection();
      await clock.advance(0);
    },
    restartPbx: async () => {
      fake.restartPbx();
      await clock.advance(RESTART_TAKES_MS);
      fake.restoreConnection();
    },
    clearUp: async () => {
      for (const caller of fake.callers) caller.hangUp();
      for (const phone of phones) phone.hangUp();
      await clock.advance(0);
    },
    close: async () => {
      await clock.advance(0);
      rmSync(directory, { recursive: true });
    },
  };
}

/** The fake with every request awaited in virtual time: one that takes none still takes a turn of the clock. */
function inVirtualTime(fake: FakeTelephony, clock: VirtualClock): Telephony {
  return new Proxy<Telephony>(fake, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args);
        if (!(result instanceof Promise)) return result;
        const turn = clock.advance(0);
        return result.finally(() => turn);
      };
    },
  });
}

function labCaller(caller: FakeCaller, clock: VirtualClock): LabCaller {
  return {
    get answered() {
      return caller.answered;
    },
    get hearsRinging() {
      return caller.ringing;
    },
    get ended() {
      const { ended } = caller;
      return ended === 'normal' || ended === 'lost' ? 'released' : ended;
    },
    hears: (what) => isHeard(what, caller.hearing),
    press: async (digits) => {
      caller.press(digits);
      await clock.advance(0);
    },
    says: async (what) => {
      if (what === 'nothing') caller.fallsSilent();
      else caller.speaksAgain();
      await clock.advance(0);
    },
    hangUp: async () => {
      caller.hangUp();
      await clock.advance(0);
    },
  };
}

function labPhone(name: string, phone: FakePhone, clock: VirtualClock): LabPhone {
  const turn = (): Promise<void> => clock.advance(0);
  return {
    name,
    get calls() {
      return phone.calls.length;
    },
    get rings() {
      return phone.rings;
    },
    get talks() {
      return phone.talks;
    },
    get shows() {
      return phone.calls.at(-1)?.from.number ?? null;
    },
    get asserted() {
      return phone.calls.at(-1)?.assertedIdentity ?? null;
    },
    behaves: (how) => {
      if (how === 'answer') phone.answersAfter(100);
      else if (how === 'busy') phone.isBusy();
      else if (how === 'ring') phone.neverAnswers();
      else phone.refuses(100, REFUSES_WITH[how]);
    },
    hears: (what) => {
      const last = phone.calls.at(-1)?.heard.at(-1);
      return isHeard(what, last?.to === null ? last.what : null);
    },
    answer: async () => {
      phone.answer();
      await turn();
    },
    hangUp: async () => {
      phone.hangUp();
      await turn();
    },
    unregister: async () => {
      phone.unreachable();
      await turn();
    },
    register: async () => {
      phone.isBack();
      await turn();
    },
    dial: async (number) => {
      phone.dials(number);
      await turn();
    },
  };
}

const REFUSES_WITH = { refuse: 'refused', 'no-answer': 'no-answer', unallocated: 'unreachable', congested: 'unreachable' } as const;

function isHeard(what: Audible, heard: string | null): boolean {
  if (what === 'nothing') return heard === null;
  if (what === 'somebody') return heard === 'conversation';
  return heard === what || heard === `music:${what}`;
}
