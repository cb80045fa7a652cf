import type { CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import type { FakeCaller } from './fake-telephony/fake-caller.js';
import { program } from './ivr-lab.js';
import { overflowPlan } from './overflow-plan.js';
import { Story } from './story.js';

export const OFFICE = '+33144445555';

/** What a caller goes through, from the campaign's settings to the keys that are pressed on hearing a sound. */
export interface CutJourney {
  readonly title: string;
  readonly plan: Partial<CampaignPlan>;
  /** Keys by the sound that asks for them. */
  readonly keys: Readonly<Record<string, string>>;
  /** How it ends when nobody cuts it. */
  readonly ending: string;
  /** One agent is there, answers, and hangs up after two seconds. */
  readonly agent?: true;
  /** Who is there instead, each answering after a second. */
  readonly agents?: readonly string[];
  /** What people do, milliseconds after the dial. */
  readonly acts?: readonly { readonly afterMs: number; readonly does: (story: Story) => unknown }[];
  /** Milliseconds that the number outside talks; absent: it is busy. */
  readonly officeTalks?: number;
}

const MENU = { ewtLeadIn: null, ewt: true, ewtCaution: 0.7, position: true, menu: { kind: 'builtin', name: 'menu-overflow' } } as const;
const LEAVES = { 'menu-overflow': '1' };

/** After hours, with what follows the message. */
function closed(then: CampaignPlan['closed']['then']): Partial<CampaignPlan> {
  return {
    running: false,
    closed: { message: { kind: 'builtin', name: 'closed' }, then, rerouteNumber: OFFICE, waitingAtClose: 'serve' },
  };
}

function inLine(strategy: NonNullable<Parameters<typeof overflowPlan>[0]['strategy']>): Partial<CampaignPlan> {
  return { announcements: MENU, overflow: overflowPlan({ strategy }) };
}

const BEFORE = program({
  first: {
    type: 'menu',
    prompt: [{ audioId: 'choose' }],
    choices: [{ key: '1', next: 'number' }],
    timeoutSeconds: 5,
    retries: 1,
    onTimeout: 'bye',
    onInvalid: 'bye',
  },
  number: {
    type: 'gather',
    variable: 'file',
    prompt: [{ audioId: 'file-number' }],
    minDigits: 1,
    maxDigits: 6,
    terminator: '#',
    firstDigitTimeoutSeconds: 5,
    betweenDigitsTimeoutSeconds: 3,
    retries: 1,
    ok: 'repeat',
    failed: 'bye',
  },
  repeat: { type: 'say', what: 'text', value: 'Dossier {file}.', next: 'office' },
  office: { type: 'transfer', number: OFFICE, failed: 'message' },
  message: { type: 'voicemail' },
  bye: { type: 'hang-up', prompt: [{ audioId: 'bye' }] },
});

const SURVEY = program({
  first: {
    type: 'menu',
    prompt: [{ audioId: 'how-was-it' }],
    choices: [{ key: '5', next: 'thanks' }],
    timeoutSeconds: 5,
    retries: 0,
    onTimeout: 'thanks',
    onInvalid: 'thanks',
    answer: 'mark',
  },
  thanks: { type: 'end' },
});

export const CUT_JOURNEYS: readonly CutJourney[] = [
  { title: 'the line, key 1 and the deterrent', plan: inLine({}), keys: LEAVES, ending: 'deterred' },
  {
    title: 'the line, key 1 and another number',
    plan: inLine({ kind: 'reroute', number: OFFICE }),
    keys: LEAVES,
    officeTalks: 6_000,
    ending: 'rerouted',
  },
  {
    title: 'the line, key 1, a number that is busy, key 1 again and the deterrent',
    plan: inLine({ kind: 'reroute', number: OFFICE }),
    keys: LEAVES,
    ending: 'deterred',
  },
  {
    title: 'the line, key 1 and a callback on another number',
    plan: inLine({ kind: 'callback' }),
    keys: { ...LEAVES, 'callback-offer': '2', 'callback-enter-number': '0144445555#', 'callback-confirm': '1' },
    ending: 'callback',
  },
  { title: 'the line, key 1 and a message', plan: inLine({ kind: 'voicemail' }), keys: LEAVES, ending: 'voicemail' },
  {
    title: 'a scenario before the line: menu, digits, a text, a transfer that fails, a message',
    plan: { scenarios: { beforeQueue: BEFORE, menu: null, afterAgent: null } },
    keys: { choose: '1', 'file-number': '4711#' },
    ending: 'voicemail',
  },
  {
    title: 'an agent and the survey',
    plan: { scenarios: { beforeQueue: null, menu: null, afterAgent: SURVEY } },
    keys: { 'how-was-it': '5' },
    agent: true,
    ending: 'answered',
  },
  { title: 'closed, with a callback', plan: closed('callback'), keys: { 'callback-offer': '1' }, ending: 'callback' },
  { title: 'closed, with a message', plan: closed('voicemail'), keys: {}, ending: 'voicemail' },
  { title: 'closed, with another number', plan: closed('reroute'), keys: {}, officeTalks: 6_000, ending: 'rerouted' },
];

const LISTENS_EVERY = 250;
/** So long a caller speaks after the tone. */
const MESSAGE_MS = 4_000;
/** Whoever is still there after so long hangs up. */
const LONGEST = 180_000;

/** A journey under way: its centre, its caller, and how many steps it has taken. */
export class Journeying {
  readonly story: Story;
  steps = 0;
  caller: FakeCaller | null = null;
  private answered = 0;

  /** `onStep` hears of each fact and each request from the arrival of the caller on, in the middle of it. */
  constructor(
    private readonly journey: CutJourney,
    private readonly onStep: (journeying: Journeying) => void,
  ) {
    this.story = new Story(journey.plan);
    this.story.pbx.recorder.files = 'whole';
    this.story.speech.takesMs = 300;
  }

  /** The whole call, and a while after it. */
  async lead(): Promise<void> {
    const { story, journey } = this;
    await story.clock.advance(0);
    if (journey.agent === true) {
      await story.agents('anne');
      story.phoneOf('anne').answersAfter(1_000, 2_000);
    }
    for (const name of journey.agents ?? []) {
      await story.agents(name);
      story.phoneOf(name).answersAfter(1_000);
    }
    const office = story.phoneAt(`PJSIP/${OFFICE}@carrier`);
    if (journey.officeTalks === undefined) office.isBusy();
    else office.answersAfter(2_000, journey.officeTalks);
    story.onStep = (): void => {
      this.steps += 1;
      this.onStep(this);
    };
    const began = story.clock.now();
    const caller = await story.caller();
    this.caller = caller;
    for (const { afterMs, does } of journey.acts ?? []) {
      // What is asked of a backend that is dead, or comes too late, is refused: that is the point.
      story.clock.at(began + afterMs, () => void (async () => does(story))().catch(() => undefined));
    }
    this.listen(caller, began + LONGEST);
    await story.clock.advance(LONGEST + 60_000);
  }

  /** Presses what each sound asks for, once, and speaks after the tone. */
  private listen(caller: FakeCaller, until: number): void {
    const { clock } = this.story;
    if (caller.ended !== null) return;
    if (clock.now() >= until) {
      caller.hangUp();
      return;
    }
    const { heard } = caller;
    for (; this.answered < heard.length; this.answered += 1) {
      const what = heard[this.answered]?.what ?? '';
      const keys = this.journey.keys[what];
      if (keys !== undefined) clock.at(clock.now() + LISTENS_EVERY, () => caller.press(keys));
      if (what === 'beep') clock.at(clock.now() + MESSAGE_MS, () => caller.press('#'));
    }
    clock.at(clock.now() + LISTENS_EVERY, () => this.listen(caller, until));
  }
}

/** All that is wrong after a journey; none when it left nothing behind and told of one ending. */
export function wrongAfter({ story, caller }: Journeying): string[] {
  const { floor, calls, openOffers, watched, timers } = story.engine.inspect();
  const open = {
    calls: calls.length,
    // A callback waits for its turn.
    waiting: [...floor.callers.values()].filter(({ entry }) => entry.kind !== 'callback').length,
    talking: floor.conversations.size,
    openOffers,
    watched,
    timers: timers.length,
  };
  const callbacks = story.facts.filter(({ type }) => type === 'callback-requested').length;
  const messages = story.facts.filter(({ type }) => type === 'voicemail-deposited').length;
  const how = story.ended[0]?.ending?.how;
  return [
    ...(caller?.ended === null ? ['the caller is still on the line'] : []),
    ...(story.ended.length === 1 ? [] : [`${String(story.ended.length)} endings`]),
    ...story.pbx.leftovers().map((thing) => `left on the PBX: ${thing}`),
    ...Object.entries(open).flatMap(([what, count]) => (count === 0 ? [] : [`${what}: ${String(count)}`])),
    ...(callbacks > 1 ? [`${String(callbacks)} callbacks`] : []),
    ...(messages > 1 ? [`${String(messages)} messages`] : []),
    ...(callbacks === 1 && how !== 'callback' ? [`a callback was left and the call is ${String(how)}`] : []),
    ...(messages === 1 && how !== 'voicemail' ? [`a message was left and the call is ${String(how)}`] : []),
    ...(how === 'failed' ? ['the call failed'] : []),
    ...story.log.complaints.filter((line) => line.startsWith('error')).map((line) => `logged ${line}`),
  ];
}
