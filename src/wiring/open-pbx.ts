import { join } from 'node:path';
import type { PbxSounds } from '../core/ports/pbx-sounds.js';
import type { Sound } from '../core/ports/telephony.js';
import { MediaAddress } from '../platform/audio/media-address.js';
import type { Configuration } from '../platform/config/configuration.js';
import type { Log } from '../platform/logging/log.js';
import type { SecretBox } from '../platform/secrets/secret-box.js';
import { AriSounds } from '../telephony/ari/ari-sounds.js';
import { AriTelephony } from '../telephony/ari/ari-telephony.js';
import { startEmbeddedPbx, type RunningPbx } from '../telephony/pbx/embedded-pbx.js';
import { packageRoot } from './package-root.js';

/** A PBX to work with; the line to it is opened later, when somebody listens. */
export interface Pbx {
  readonly telephony: AriTelephony;
  readonly sounds: PbxSounds;
  /** Dial string of outbound calls with `{number}` in it; null when there is no trunk. */
  readonly trunkPattern: string | null;
  /** Null when the PBX is the operator's own. */
  readonly embedded: RunningPbx | null;
}

const NODE = 'pbx1';

/**
 * The operator's own PBX when `ARI_URL` names one, else the embedded one, started or adopted. Rejects with a sentence to act on when the
 * embedded one cannot run here; the operator's own may be away, and is waited for.
 */
export async function openPbx(configuration: Configuration, secrets: SecretBox, log: Log, report: (line: string) => void): Promise<Pbx> {
  const { pbx, dataDirectory, defaultLanguage } = configuration;
  if (pbx.kind === 'external') {
    const { ariUrl: url, ariUser: user, ariPassword: password, ariApp: app, trunkEndpoint, mediaUrl } = pbx;
    const mediaOf = mediaUrl === null ? ownSound : fetchedSound(mediaUrl, MediaAddress.of(secrets));
    return {
      telephony: new AriTelephony({ url, user, password, app, node: NODE, mediaOf }, log),
      sounds: new AriSounds({ url, user, password }),
      trunkPattern: trunkEndpoint,
      embedded: null,
    };
  }
  const { first: from, last: to } = pbx.rtpPorts;
  const embedded = await startEmbeddedPbx(
    {
      ...pbx,
      rtpPorts: { from, to },
      dataDir: dataDirectory,
      soundsDir: pbx.soundsDirectory ?? join(packageRoot(), 'sounds'),
      defaultLanguage,
    },
    report,
  );
  const { ariUrl: url, ariUser: user, ariPassword: password, trunkPattern } = embedded;
  const telephony = new AriTelephony({ url, user, password, app: pbx.ariApp, node: NODE, mediaOf: ownSound }, log);
  return { telephony, sounds: new AriSounds({ url, user, password }), trunkPattern, embedded };
}

/** A sound among the PBX's own: the embedded one has them as `guichet-audio` and so on, and an operator can do the same. */
function ownSound(sound: Sound): string {
  switch (sound.kind) {
    case 'builtin':
      return `sound:guichet/${sound.name}`;
    case 'pbx':
      return `sound:${sound.name}`;
    case 'upload':
      return `sound:guichet-audio/${sound.audioId}/sound`;
    case 'speech':
      return `sound:guichet-speech/${sound.speechId}/sound`;
    case 'voicemail':
      return `sound:guichet-voicemails/${sound.voicemailId}`;
  }
}

/** Uploads, spoken texts and messages are fetched from us, and kept by the PBX's media cache. */
function fetchedSound(mediaUrl: string, addresses: MediaAddress): (sound: Sound) => string {
  return (sound) => {
    switch (sound.kind) {
      case 'upload':
        return `sound:${mediaUrl}${addresses.pathOf(sound.audioId)}`;
      case 'speech':
        return `sound:${mediaUrl}${addresses.pathOfSpeech(sound.speechId)}`;
      case 'voicemail':
        return `sound:${mediaUrl}${addresses.pathOfVoicemail(sound.voicemailId)}`;
      case 'builtin':
      case 'pbx':
        return ownSound(sound);
    }
  };
}
