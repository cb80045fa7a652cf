import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { MediaAddress } from '../../platform/audio/media-address.js';
import { FOR_EVER, sendMedia, ULAW_TYPE } from '../../platform/audio/media-delivery.js';
import { Public } from '../../platform/auth/access.js';
import { ApiFile } from '../../platform/http/file-download.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { ONCE, PASSING } from './speech-shelf.js';
import { SpokenTextsService } from './spoken-texts.service.js';

@ApiTags('audio')
@Controller('media/speech')
export class SpeechMediaController {
  private readonly addresses: MediaAddress;

  constructor(
    private readonly speech: SpokenTextsService,
    secrets: SecretBox,
  ) {
    this.addresses = MediaAddress.of(secrets);
  }

  @Get(':token/:file')
  @Public()
  @ApiOperation({ summary: 'For the PBX: a text of an IVR scenario as it was spoken, in u-law, at the address that it was given' })
  @ApiFile(ULAW_TYPE)
  @ApiProblem(404, '`unknown-route`: a wrong token, or no such text')
  async fetch(
    @Param('token') token: string,
    @Param('file') file: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const speechId = this.addresses.speechAt(token, file);
    const path = speechId === null ? null : this.speech.playableFile(speechId);
    const tellsOfSomebody = speechId !== null && (speechId.startsWith(ONCE) || speechId.startsWith(PASSING));
    const caching = tellsOfSomebody ? 'no-store' : FOR_EVER;
    await sendMedia(request, response, { path, type: ULAW_TYPE, caching });
  }
}
