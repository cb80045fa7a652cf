import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { Allow } from '../../platform/auth/access.js';
import { ApiFile, sendFile } from '../../platform/http/file-download.js';
import { ReceivesFile, UploadedBytes } from '../../platform/http/file-upload.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { AudioService } from './audio.service.js';
import {
  AudioChanges,
  AudioContentQuery,
  AudioDraft,
  AudioQuery,
  AudioView,
  PbxSoundQuery,
  PbxSoundView,
  SpeechDraft,
} from './dto/audio.dto.js';

const AudioPage = PageOf(AudioView, 'AudioPage');
const PbxSoundPage = PageOf(PbxSoundView, 'PbxSoundPage');
const LARGEST_FILE_BYTES = 20 * 1024 * 1024;

@ApiTags('audio')
@Controller('audio')
export class AudioController {
  constructor(private readonly audio: AudioService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Sounds that campaigns can play: builtin ones by id, then the others by name' })
  @ApiOkResponse({ type: AudioPage })
  list(@Query() query: AudioQuery): Promise<Page<AudioView>> {
    return this.audio.list(query);
  }

  @Post()
  @Allow('admin')
  @ReceivesFile('file', LARGEST_FILE_BYTES)
  @ApiOperation({ summary: 'Upload a WAV file: it is checked, converted for telephones, and can be played at once' })
  @ApiExample(AudioDraft, { file: 'welcome.wav', name: 'Accueil du standard', language: 'fr' })
  @ApiCreatedResponse({ type: AudioView })
  @ApiProblem(
    422,
    'The file cannot be played: `not-wav`, `unsupported-format`, `unsupported-rate`, `unsupported-width`, `unsupported-channels`, `bad-header`, `bad-samples`, `truncated`, `empty-file`, `no-sound`, `too-long`',
  )
  upload(@Body() { name, language }: AudioDraft, @UploadedBytes() file: Buffer): Promise<AudioView> {
    return this.audio.upload(file, { name, language });
  }

  @Post('speech')
  @Allow('admin')
  @ApiOperation({ summary: 'Have a text spoken by the synthesiser of the machine, as a new sound' })
  @ApiExample(SpeechDraft, { text: 'Bonjour. Nos bureaux sont fermés pour inventaire.', language: 'fr', name: 'Inventaire' })
  @ApiCreatedResponse({ type: AudioView })
  @ApiProblem(422, '`unknown-voice`, with those there are as `voices`; `too-long`')
  @ApiProblem(501, '`no-synthesiser`, with what to install')
  @ApiProblem(503, '`speech-failed`')
  speech(@Body() draft: SpeechDraft): Promise<AudioView> {
    return this.audio.speak(draft);
  }

  @Get('pbx')
  @Allow('supervisor')
  @ApiOperation({ summary: "The PBX's own sounds, by name: campaigns can play them too" })
  @ApiOkResponse({ type: PbxSoundPage })
  listOnPbx(@Query() query: PbxSoundQuery): Promise<Page<PbxSoundView>> {
    return this.audio.listOnPbx(query);
  }

  @Get(':id')
  @Allow('supervisor')
  @ApiOperation({ summary: 'One sound' })
  @ApiOkResponse({ type: AudioView })
  @ApiProblem(404, '`unknown-audio`')
  get(@Param('id') id: string): Promise<AudioView> {
    return this.audio.get(id);
  }

  @Get(':id/content')
  @Allow('supervisor')
  @ApiOperation({ summary: 'Listen to a sound, whole or a range of it, as callers hear it (8 kHz)' })
  @ApiFile('audio/wav')
  @ApiProblem(404, '`unknown-audio`, `audio-vanished`')
  async content(
    @Param('id') id: string,
    @Query() { language }: AudioContentQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await sendFile(request, response, await this.audio.wavFile(id, language), { type: 'audio/wav' });
  }

  @Patch(':id')
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Rename a sound, or correct its language' })
  @ApiExample(AudioChanges, { name: 'Accueil de nuit' })
  @ApiOkResponse({ type: AudioView })
  @ApiProblem(404, '`unknown-audio`')
  @ApiProblem(409, '`audio-builtin`')
  @ApiProblem(412, '`stale-version`')
  change(@Param('id') id: string, @Body() changes: AudioChanges, @IfMatch() version: number | null): Promise<AudioView> {
    return this.audio.change(id, changes, version);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({ summary: 'Delete a sound that nothing plays' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-audio`')
  @ApiProblem(409, '`audio-in-use`, with who plays it as `users`; `audio-builtin`')
  @ApiProblem(412, '`stale-version`')
  remove(@Param('id') id: string, @IfMatch() version: number | null): Promise<void> {
    return this.audio.remove(id, version);
  }
}
