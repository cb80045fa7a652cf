import { describe } from '@jest/globals';
import { fakeTelephonyLab } from './fake-telephony-lab.js';
import { telephonyContract } from './telephony.contract.js';

describe('The fake telephony keeps the contract', () => {
  telephonyContract(async () => Promise.resolve(fakeTelephonyLab()));
});
