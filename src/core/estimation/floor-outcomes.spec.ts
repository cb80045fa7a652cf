import { describe, expect, it } from '@jest/globals';
import { EstimatedFloor, secondsOf, TALK_SECONDS } from '../../../test/support/estimated-floor.js';
import { brandId, type CampaignId } from '../kernel/ids.js';

const SHORT_WORK = brandId<CampaignId>('short');
const LONG_WORK = brandId<CampaignId>('long');

/** One call of the campaign for ann, who ends her wrap-up after so long. */
function handle(floor: EstimatedFloor, name: string, campaignId: CampaignId, wrapUpSeconds: number): void {
  beginWrapUp(floor, name, campaignId);
  floor.lab.advance(wrapUpSeconds);
  floor.lab.ask('ann', 'wrap-up-end-asked');
}

function beginWrapUp(floor: EstimatedFloor, name: string, campaignId: CampaignId): void {
  const afterCall = { wrapUpSeconds: null, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' } as const;
  floor.lab.call(name, { campaignId, afterCall });
  floor.lab.answer('ann');
  floor.lab.advance(60);
  floor.lab.hangUp('ann');
}

describe('What an agent is at decides how long they are taken', () => {
  it('is the work after a call of that campaign, not of any', () => {
    const floor = new EstimatedFloor(['ann'], 0);
    for (let done = 1; done <= 30; done += 1) {
      handle(floor, `short-${String(done)}`, SHORT_WORK, 10);
      handle(floor, `long-${String(done)}`, LONG_WORK, 600);
    }
    beginWrapUp(floor, 'last-short', SHORT_WORK);
    expect(secondsOf(floor.atTheDoor({ campaignId: SHORT_WORK }))).toBeLessThan(20);
    floor.lab.ask('ann', 'wrap-up-end-asked');
    beginWrapUp(floor, 'last-long', LONG_WORK);
    expect(secondsOf(floor.atTheDoor({ campaignId: SHORT_WORK }))).toBeGreaterThan(450);
  });
});

describe('The time that telephones ring is told for what it is', () => {
  it('does not keep the other phones of a ring-all busy until their time-out', () => {
    const team = ['ann', 'bob', 'cid', 'dan'];
    const floor = new EstimatedFloor(team, 0);
    floor.lab.queue({ agents: team, distribution: 'ring-all', ringTimeoutSeconds: 60 });
    for (let done = 1; done <= 30; done += 1) floor.converse(`past-${String(done)}`, TALK_SECONDS, 4);
    floor.lab.call('ringing');
    floor.lab.advance(1);
    // Three seconds until a phone has the call, and four for the next call to ring.
    expect(secondsOf(floor.atTheDoor())).toBeCloseTo(7, 0);
  });

  it('is not longer for callers because customers are dialled first for callbacks', () => {
    const floor = new EstimatedFloor(['ann'], 0);
    for (let done = 1; done <= 40; done += 1) floor.converse(`past-${String(done)}`, TALK_SECONDS, 3);
    const before = secondsOf(floor.allTalk('ann').atTheDoor());
    floor.lab.advance(TALK_SECONDS);
    floor.lab.hangUp('ann');
    for (let done = 1; done <= 15; done += 1) {
      floor.lab.call(`promised-${String(done)}`, { kind: 'callback' });
      floor.lab.decide({ type: 'offer-extended', offerId: floor.lab.offerAt('ann'), until: floor.lab.now + 60_000 });
      floor.lab.advance(35);
      floor.lab.answer('ann');
      floor.lab.advance(TALK_SECONDS);
      floor.lab.hangUp('ann');
    }
    floor.lab.call('now');
    floor.lab.answer('ann');
    expect(secondsOf(floor.atTheDoor())).toBeLessThan(before + 3);
  });

  it('is that of the campaign', () => {
    const floor = new EstimatedFloor(['ann'], 0);
    for (let done = 1; done <= 40; done += 1) {
      floor.converse(`slow-${String(done)}`, TALK_SECONDS, 12, SHORT_WORK);
      floor.converse(`quick-${String(done)}`, TALK_SECONDS, 0, LONG_WORK);
    }
    floor.allTalk('ann');
    const [slow, quick] = [SHORT_WORK, LONG_WORK].map((campaignId) => secondsOf(floor.atTheDoor({ campaignId })));
    expect((slow ?? 0) - (quick ?? 0)).toBeGreaterThan(9);
  });
});

describe('Patience is learned from those who waited here all the time', () => {
  it('and not from callers whom agents sent here, whose place is as old as their call', () => {
    const impatient = (): EstimatedFloor => {
      const floor = new EstimatedFloor(['ann'], 30);
      floor.lab.pause('ann');
      for (let hasty = 1; hasty <= 40; hasty += 1) {
        floor.lab.call(`hasty-${String(hasty)}`);
        floor.lab.advance(60);
        floor.lab.leave(`hasty-${String(hasty)}`);
      }
      floor.lab.ask('ann', 'resume-asked');
      return floor;
    };
    const behindTen = (floor: EstimatedFloor): number => {
      floor.allTalk('ann');
      for (let ahead = 1; ahead <= 10; ahead += 1) floor.lab.call(`ahead-${String(ahead)}`);
      return secondsOf(floor.atTheDoor());
    };
    const sentHere = impatient();
    for (let sent = 1; sent <= 40; sent += 1) {
      const queuedAt = sentHere.lab.now - 1_500_000;
      sentHere.lab.call(`sent-${String(sent)}`, { queuedAt, arrivedAt: queuedAt });
      sentHere.lab.answer('ann');
      sentHere.lab.advance(TALK_SECONDS);
      sentHere.lab.hangUp('ann');
    }
    expect(behindTen(sentHere)).toBeLessThan(1.1 * behindTen(impatient()));
  });
});
