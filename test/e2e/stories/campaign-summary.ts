import { beforeAll, expect, test } from '@jest/globals';

import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

const UNKNOWN = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

export const CAMPAIGN_SUMMARY: Story = {
  title: 'The summary of a campaign',
  tell: (lab) => {
    let siteId: string;
    let lastNumber = 173_000_000;
    let lastCode = 600;

    const newDid = async (): Promise<string> => String((await lab().made('/dids', { number: `+33${++lastNumber}`, siteId }))['id']);
    const newQueue = async (more: object = {}): Promise<string> =>
      String((await lab().made('/queues', { code: String(++lastCode), ...more }))['id']);
    const newCampaign = async (more: object = {}): Promise<string> =>
      String((await lab().made('/campaigns', { name: 'Support', didIds: [await newDid()], ...more }))['id']);
    const summary = async (id: string, language = 'en'): Promise<Body> =>
      (await lab().get(`/campaigns/${id}/summary`, { headers: { 'accept-language': language } })).body;
    const told = (of: Body, element: string): Body => of['elements'].find((one: Body) => one['element'] === element);

    beforeAll(async () => {
      siteId = String((await lab().made('/sites', { code: 'PAR', name: 'Paris' }))['id']);
    });

    test('a campaign set up from nothing goes from red over orange to green', async () => {
      const id = await newCampaign();
      await lab().patch(`/campaigns/${id}`, { didIds: [] });
      const red = await summary(id);
      expect(red['light']).toBe('red');
      expect(red['elements'].filter(({ light }: Body) => light === 'red').map(({ code }: Body) => code)).toEqual(['no-did', 'no-queue']);

      const queueId = await newQueue();
      await lab().patch(`/campaigns/${id}`, { didIds: [await newDid()], queueId });
      const orange = await summary(id);
      expect([orange['light'], told(orange, 'agents')['code']]).toEqual(['orange', 'no-agent-in-queue']);

      const agent = await lab().made('/agents', { login: 'green', password: 'green as grass' });
      await lab().put(`/queues/${queueId}/agents/${agent['id']}`);
      expect(told(await summary(id), 'agents')).toMatchObject({ light: 'orange', code: 'nobody-signed-in' });
      await lab().post(`/agents/${agent['id']}/sign-in`);
      const green = await summary(id);
      expect([green['light'], green['elements'].filter(({ light }: Body) => light !== 'green')]).toEqual(['green', []]);
      expect(green['elements'].map(({ element }: Body) => element)).toEqual(
        'dids queue agents skills welcome ewt hold whisper menu opening overflow voicemail callback ivr recording dispositions pbx'.split(
          ' ',
        ),
      );
      expect((await lab().post(`/campaigns/${id}/start`)).status).toBe(200);
    });

    test('a red campaign does not start; it is said what is red, and what to do, in the language asked for', async () => {
      const id = await newCampaign({ queueId: await newQueue(), overflow: { strategy: { kind: 'reroute' } } });
      const refused = await lab().post(`/campaigns/${id}/start`, undefined, { headers: { 'accept-language': 'en-GB' } });
      expect(refused.body).toMatchObject({
        status: 409,
        code: 'campaign-not-ready',
        errors: [{ path: 'overflow', code: 'reroute-without-number' }],
        elements: [{ element: 'overflow', light: 'red', remedy: 'Give the number (overflow.strategy.number).' }],
      });
      expect((await lab().post(`/campaigns/${id}/start`)).body['detail']).toBe('Un renvoi n’a pas de numéro.');
      expect(told(await summary(id, 'de, fr;q=0.5'), 'overflow')['message']).toBe('Un renvoi n’a pas de numéro.');
    });

    test('a PBX that does not answer is red', async () => {
      const id = await newCampaign({ queueId: await newQueue() });
      lab().desk.lacking = ['pbx'];
      const seen = told(await summary(id), 'pbx');
      const refused = await lab().post(`/campaigns/${id}/start`);
      lab().desk.lacking = [];
      expect(seen).toMatchObject({ light: 'red', code: 'pbx-unreachable' });
      expect(refused.body).toMatchObject({ status: 409, elements: [{ element: 'pbx' }] });
    });

    test('a skill that nobody of the queue has is told with its level', async () => {
      const group = await lab().made('/skill-groups', { name: 'Langues', skills: [{ name: 'Anglais' }] });
      const [{ id: skillId }] = group['skills'];
      const agent = await lab().made('/agents', { login: 'beginner', skills: [{ skillId, level: 2 }] });
      const id = await newCampaign({
        queueId: await newQueue({ agentIds: [agent['id']] }),
        skills: [{ skillId, minimumLevel: 5 }],
      });
      expect(told(await summary(id), 'skills')).toMatchObject({
        light: 'orange',
        code: 'skill-nobody-has',
        message: 'No agent of the queue has the skill Anglais at level 5.',
      });
      await lab().patch(`/agents/${agent['id']}`, { skills: [{ skillId, level: 5 }] });
      expect(told(await summary(id), 'skills')).toMatchObject({ light: 'green', code: 'skills-covered' });
    });

    test('an override in force, a number that the dial policy refuses and a reroute that comes back are orange', async () => {
      const id = await newCampaign({
        queueId: await newQueue(),
        opening: { whenClosed: 'reroute', rerouteNumber: '+44 20 7946 0018' },
      });
      const own = `+33${lastNumber}`;
      await lab().patch(`/campaigns/${id}`, { overflow: { strategy: { kind: 'reroute', number: own } } });
      await lab().put(`/campaigns/${id}/override`, { state: 'closed' });
      const now = await summary(id);
      expect(told(now, 'opening')['findings'].map(({ code }: Body) => code)).toEqual([
        'reroute-not-allowed',
        'no-trunk',
        'override-closed',
      ]);
      expect(told(now, 'overflow')).toMatchObject({ code: 'reroute-to-itself', message: expect.stringContaining(own) });
    });

    test('supervisors read it; of a campaign that is not, there is none', async () => {
      const id = await newCampaign();
      await lab().made('/agents', { login: 'sue', password: 'sue supervises', role: 'supervisor' });
      const token = await lab().signIn('sue', 'sue supervises');
      expect((await lab().get(`/campaigns/${id}/summary`, { token })).status).toBe(200);
      expect((await lab().get(`/campaigns/${UNKNOWN}/summary`)).body).toMatchObject({ status: 404, code: 'unknown-campaign' });
    });
  },
};
