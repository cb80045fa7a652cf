import { buildMessage, ValidateBy } from 'class-validator';

/** A number with so many decimals at most. `IsNumber` with `maxDecimalPlaces` throws at what JavaScript writes with an exponent, as 1e-7. */
export function Decimals(places: number): PropertyDecorator {
  return ValidateBy({
    name: 'isNumber',
    validator: {
      validate: (value) => typeof value === 'number' && Number.isFinite(value) && Number(value.toFixed(places)) === value,
      defaultMessage: buildMessage((each) => `${each}$property must be a number with ${String(places)} decimals at most`),
    },
  });
}
