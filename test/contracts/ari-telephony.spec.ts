import { describe } from '@jest/globals';
import { ariTelephonyLab } from './ari-telephony-lab.js';
import { telephonyContract } from './telephony.contract.js';

describe('The ARI adapter keeps the contract on a real Asterisk', () => {
  telephonyContract(ariTelephonyLab);
});
