import { parentPort, workerData } from 'node:worker_threads';

import { telephoneSound, type TelephoneSound } from './telephone-sound.js';
import { WavFault, type WavFaultCode } from './wav-fault.js';

/** What the thread has to say, once. */
export type ConversionAnswer =
  | { readonly sound: TelephoneSound }
  | { readonly fault: { readonly code: WavFaultCode; readonly message: string } }
  | { readonly bug: string };

function answer(): ConversionAnswer {
  try {
    return { sound: telephoneSound(Buffer.from((workerData as { file: ArrayBuffer }).file)) };
  } catch (error) {
    if (error instanceof WavFault) return { fault: { code: error.code, message: error.message } };
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

const told = answer();
parentPort?.postMessage(told, 'sound' in told ? Object.values(told.sound.files).map(({ buffer }) => buffer) : []);
