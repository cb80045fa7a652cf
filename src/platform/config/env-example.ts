import { CONFIGURATION_KEYS, type ConfigurationKey } from './keys.js';

/** The text of `.env.example`: every key commented out with its default, its unit and what it does. A test holds the file to it. */
export function envExample(): string {
  const head = '# Configuration of Guichet: copy to .env and change what you need. Variables of the environment win over this file.\n';
  return [head, ...CONFIGURATION_KEYS.map((key: ConfigurationKey) => entry(key))].join('\n');
}

function entry({ name, unit, default: value, description }: ConfigurationKey): string {
  const standing = value === null ? 'unset by default' : `default ${value}`;
  return `# ${description}\n# (${unit}; ${standing})\n# ${name}=${value ?? ''}\n`;
}
