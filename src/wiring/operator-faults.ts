import { ConfigurationFaulty } from '../platform/config/parse-configuration.js';
import { DatabaseUnavailable } from '../platform/database/database-unavailable.js';
import { PbxStartFailure } from '../telephony/pbx/pbx-settings.js';
import { TreeUnavailable } from '../telephony/pbx/tree-unavailable.js';

/** Something the operator can put right: a sentence is enough, a stack would hide it. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

export function isForOperator(fault: unknown): fault is Error {
  return [CannotStart, ConfigurationFaulty, DatabaseUnavailable, PbxStartFailure, TreeUnavailable].some((kind) => fault instanceof kind);
}
