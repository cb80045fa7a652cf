import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsTimeZone, Length, Matches } from 'class-validator';

/** Zones that have a newer name in the IANA database than the one that ICU, for the sake of old programs, still takes for canonical. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** The name that the IANA database gives the zone today, whatever alias or case `name` is in; null when it names no zone. */
export function canonicalTimeZone(name: string): string | null {
  // A plain offset such as +01:00 is a zone to newer versions of Node, but knows no summer time.
  if (!/^[a-z]/i.test(name)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return RENAMED[timeZone] ?? timeZone;
  } catch {
    return null;
  }
}

/** What was a property in the draft is a method in the standard; which of them there is depends on the version of Node. */
type LocaleWithZones = Intl.Locale & { readonly timeZones?: readonly string[]; getTimeZones?(): readonly string[] };

/** Instants at which zones of one country are compared: in its winter and in its summer. */
const COMPARED = [Date.UTC(2025, 0, 15), Date.UTC(2025, 6, 15)];

/** The zone whose time the whole country (ISO 3166) keeps; null where clocks differ from place to place. */
export function timeZoneOfCountry(country: string): string | null {
  const known = zonesOfCountries.get(country);
  if (known !== undefined) return known;
  const locale: LocaleWithZones = new Intl.Locale(`und-${country}`);
  const zones = locale.getTimeZones?.() ?? locale.timeZones ?? [];
  const times = new Set(zones.map((timeZone) => COMPARED.map((at) => wallTime(timeZone, at)).join()));
  const [zone] = zones;
  const one = times.size === 1 && zone !== undefined ? canonicalTimeZone(zone) : null;
  zonesOfCountries.set(country, one);
  return one;
}

/** Countries are some two hundred, and each is asked about again and again. */
const zonesOfCountries = new Map<string, string | null>();

function wallTime(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}

/** Rules of a body's time zone; what passes them is canonical. */
export function TimeZoneName(): PropertyDecorator {
  const message = ({ property }: { property: string }): string => `${property} must be the name of a time zone, such as Europe/Paris`;
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (canonicalTimeZone(value) ?? value) : value)),
    Length(1, 60),
    Matches(/^[a-z]/i, { message }),
    IsTimeZone({ message }),
  );
}
