import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { Refusal } from '../../core/kernel/refusal.js';
import { MediaAddress } from '../../platform/audio/media-address.js';
import { Public } from '../../platform/auth/access.js';
import { ApiFile, sendFile } from '../../platform/http/file-download.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { AudioService } from './audio.service.js';

/** A sound never changes under its id: the PBX need not ask again. */
const FOR_EVER = 'private, max-age=31536000, immutable';

@ApiTags('audio')
@Controller('media/audio')
export class AudioMediaController {
  private readonly addresses: MediaAddress;

  constructor(
    private readonly audio: AudioService,
    secrets: SecretBox,
  ) {
    this.addresses = MediaAddress.of(secrets);
  }

  @Get(':token/:file')
  @Public()
  @ApiOperation({ summary: 'For the PBX: a sound of the library in u-law, at the address that it was given' })
  @ApiFile('application/octet-stream')
  @ApiProblem(404, '`unknown-route`: a wrong token, or no such sound')
  async fetch(
    @Param('token') token: string,
    @Param('file') file: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const audioId = this.addresses.soundAt(token, file);
    const path = audioId === null ? null : this.audio.playableFile(audioId);
    // One answer for a wrong token and for a missing sound: whoever tries tokens learns nothing.
    if (path === null) throw new Refusal('not-found', 'unknown-route', 'There is nothing at this path.');
    // No type of sound: Asterisk would then not look at the ending, and it knows u-law by that alone.
    await sendFile(request, response, path, { type: 'application/octet-stream', headers: { 'Cache-Control': FOR_EVER } });
  }
}
