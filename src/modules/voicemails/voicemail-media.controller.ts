import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { MediaAddress } from '../../platform/audio/media-address.js';
import { sendMedia } from '../../platform/audio/media-delivery.js';
import { Public } from '../../platform/auth/access.js';
import { ApiFile } from '../../platform/http/file-download.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { VoicemailsService } from './voicemails.service.js';

@ApiTags('voicemails')
@Controller('media/voicemails')
export class VoicemailMediaController {
  private readonly addresses: MediaAddress;

  constructor(
    private readonly voicemails: VoicemailsService,
    secrets: SecretBox,
  ) {
    this.addresses = MediaAddress.of(secrets);
  }

  @Get(':token/:file')
  @Public()
  @ApiOperation({ summary: 'For the PBX: a message, at the address that it was given' })
  @ApiFile('audio/wav')
  @ApiProblem(404, '`unknown-route`: a wrong token, or no such message')
  async fetch(
    @Param('token') token: string,
    @Param('file') file: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const id = this.addresses.voicemailAt(token, file);
    const path = id !== null && this.voicemails.hasFile(id) ? this.voicemails.fileOf(id) : null;
    await sendMedia(request, response, { path, type: 'audio/wav', caching: 'no-store' });
  }
}
