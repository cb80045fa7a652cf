import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { Refusal } from '../../core/kernel/refusal.js';
import { MediaAddress } from '../../platform/audio/media-address.js';
import { Public } from '../../platform/auth/access.js';
import { ApiFile, sendFile } from '../../platform/http/file-download.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { SpokenTextsService } from './spoken-texts.service.js';

/** Who is told something else is told it under another id. */
const FOR_EVER = 'private, max-age=31536000, immutable';
/** Ids of texts that were spoken for one caller alone. */
const ONCE = 'once-';

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
  @ApiFile('application/octet-stream')
  @ApiProblem(404, '`unknown-route`: a wrong token, or no such text')
  async fetch(
    @Param('token') token: string,
    @Param('file') file: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const speechId = this.addresses.speechAt(token, file);
    const path = speechId === null ? null : this.speech.playableFile(speechId);
    // One answer for a wrong token and for a missing text: whoever tries tokens learns nothing.
    if (speechId === null || path === null) throw new Refusal('not-found', 'unknown-route', 'There is nothing at this path.');
    // No type of sound: Asterisk would then not look at the ending, and it knows u-law by that alone.
    const caching = speechId.startsWith(ONCE) ? 'no-store' : FOR_EVER;
    await sendFile(request, response, path, { type: 'application/octet-stream', headers: { 'Cache-Control': caching } });
  }
}
