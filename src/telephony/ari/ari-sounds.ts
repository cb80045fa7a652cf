import type { PbxSound, PbxSounds } from '../../core/ports/pbx-sounds.js';
import { AriFault } from './ari-fault.js';
import { AriHttp, type AriAccess } from './ari-http.js';

/** What ARI says of a sound: its formats are one entry for each language and format. */
interface AriSound {
  readonly id: string;
  readonly text?: string;
  readonly formats: readonly { readonly language: string }[];
}

const NOT_FOUND = 404;

/** The sounds on one Asterisk, over ARI. An Asterisk without `res_ari_sounds` tells of none. */
export class AriSounds implements PbxSounds {
  private readonly http: AriHttp;

  constructor(access: AriAccess) {
    this.http = new AriHttp(access);
  }

  async list(): Promise<PbxSound[]> {
    const sounds = await this.ask();
    return sounds.map(({ id, text = '', formats }) => ({
      name: id,
      languages: [...new Set(formats.map(({ language }) => language))].sort(),
      text: text.trim() || null,
    }));
  }

  private async ask(): Promise<AriSound[]> {
    try {
      return JSON.parse(await this.http.send({ method: 'GET', path: '/ari/sounds' })) as AriSound[];
    } catch (error) {
      if (error instanceof AriFault && error.status === NOT_FOUND) return [];
      throw error;
    }
  }
}
