import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

interface Block {
  readonly language: string;
  readonly text: string;
}

/** `docs/own-asterisk.md` as something to carry out: what it tells to type is what is run, what it tells to write is what is written. */
export class OperatorsGuide {
  private constructor(
    private readonly text: string,
    private readonly places: Readonly<Record<string, string>>,
  ) {}

  /** `places` says where the directories it names are on this PBX. */
  static read(places: Readonly<Record<string, string>>): OperatorsGuide {
    return new OperatorsGuide(readFileSync('docs/own-asterisk.md', 'utf8'), places);
  }

  /** Types the commands of a step, stopping at the first that fails. */
  async run(step: string): Promise<void> {
    const commands = this.blocks(step).filter(({ language }) => language === 'sh');
    if (commands.length === 0) throw new Error(`the guide tells to type nothing in its step "${step}"`);
    for (const { text } of commands) await promisify(execFile)('sh', ['-ec', text]);
  }

  /** The lines to be written in a step, those that contain `mark`. */
  block(step: string, mark: string): string {
    const found = this.blocks(step).find(({ text }) => text.includes(mark));
    if (found === undefined) throw new Error(`the guide has nothing about "${mark}" in its step "${step}"`);
    return found.text;
  }

  private blocks(step: string): Block[] {
    const section = this.text.split(/^## /m).find((part) => part.startsWith(step));
    if (section === undefined) throw new Error(`the guide has no step "${step}"`);
    return [...section.matchAll(/^```(\w*)\n(.*?)^```/gms)].map(([, language = '', text = '']) => ({ language, text: this.here(text) }));
  }

  private here(text: string): string {
    return Object.entries(this.places).reduce((moved, [there, here]) => moved.replaceAll(there, here), text);
  }
}
