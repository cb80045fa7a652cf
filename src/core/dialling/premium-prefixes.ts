/**
 * E.164 prefixes behind which the callee earns: never dialled, whatever an owner allows, since a stranger types some of the numbers.
 * The international ranges first, then the countries next door, from their regulators' numbering plans.
 */
export const PREMIUM_PREFIXES: readonly string[] = [
  // International premium rate, satellite and international networks.
  ...['+979', '+870', '+878', '+881', '+882', '+883', '+888'],
  // France.
  ...['+3389', '+33118'],
  // Belgium, Luxembourg, the Netherlands.
  ...['+3290', '+352900', '+352901', '+352905', '+31900', '+31906', '+31909'],
  // Germany, Austria, Switzerland.
  ...['+49900', '+49137', '+49118', '+43900', '+43901', '+43930', '+43931', '+41900', '+41901', '+41906'],
  // Spain, Portugal, Italy.
  ...['+34803', '+34806', '+34807', '+34905', '+351760', '+3976', '+3989', '+39199'],
  // United Kingdom, Ireland.
  ...['+449', '+44118', '+4470', '+35315'],
  // North America.
  ...['+1900'],
];
