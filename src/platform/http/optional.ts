import { ValidateIf } from 'class-validator';

/** May be left out; null is not "left out" and is checked like any value. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** May be null, which the other rules then do not see. */
export function Nullable(): PropertyDecorator {
  return ValidateIf((_, value) => value !== null);
}
