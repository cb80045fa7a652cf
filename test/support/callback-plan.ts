import type { CallbackPlan } from '../../src/core/plan/callback-plan.js';

/** The agent first, three attempts five minutes apart, at any hour, but for what is given. */
export function callbackPlan(settings: Partial<CallbackPlan> = {}): CallbackPlan {
  return {
    prompt: { kind: 'builtin', name: 'callback-offer' },
    greeting: { kind: 'builtin', name: 'callback-greeting' },
    maxAttempts: 3,
    retryAfterSeconds: 300,
    expiresAfterHours: 48,
    dialFirst: 'agent',
    recoverLost: 'off',
    deadline: { relativeHours: null, date: null },
    hours: null,
    ...settings,
  };
}
