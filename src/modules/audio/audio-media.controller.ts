import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { MediaAddress } from '../../platform/audio/media-address.js';
import { FOR_EVER, sendMedia, ULAW_TYPE } from '../../platform/audio/media-delivery.js';
import { Public } from '../../platform/auth/access.js';
import { ApiFile } from '../../platform/http/file-download.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { AudioService } from './audio.service.js';

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
  @ApiFile(ULAW_TYPE)
  @ApiProblem(404, '`unknown-route`: a wrong token, or no such sound')
  async fetch(
    @Param('token') token: string,
    @Param('file') file: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const audioId = this.addresses.soundAt(token, file);
    const path = audioId === null ? null : this.audio.playableFile(audioId);
    await sendMedia(request, response, { path, type: ULAW_TYPE, caching: FOR_EVER });
  }
}
