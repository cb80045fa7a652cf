import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';

import { Allow, Public } from '../../platform/auth/access.js';
import { Who, type Principal } from '../../platform/auth/principal.js';
import { PageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuthService } from './auth.service.js';
import { ApiKeyDraft, ApiKeyShown, ApiKeyView, SignedIn, SignIn } from './dto/auth.dto.js';

const ApiKeyPage = PageOf(ApiKeyView, 'ApiKeyPage');

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly keys: ApiKeysService,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'Sign in' })
  @ApiExample(SignIn, { login: 'admin', password: 'the password printed at the first start' })
  @ApiOkResponse({ type: SignedIn })
  @ApiProblem(401, '`wrong-credentials`')
  @ApiProblem(429, '`sign-in-slowed`: too many wrong passwords; `Retry-After` says when to try again.')
  login(@Body() body: SignIn, @Req() request: Request): Promise<SignedIn> {
    return this.auth.signIn(body, request.ip ?? 'unknown');
  }

  @Post('api-keys')
  @Allow('admin')
  @ApiOperation({ summary: 'Make a key for another program' })
  @ApiExample(ApiKeyDraft, { name: 'CRM', role: 'supervisor' })
  @ApiCreatedResponse({ type: ApiKeyShown })
  create(@Body() draft: ApiKeyDraft, @Who() by: Principal): Promise<ApiKeyShown> {
    return this.keys.create(draft, by);
  }

  @Get('api-keys')
  @Allow('admin')
  @ApiOperation({ summary: 'Keys, oldest first, without what is secret' })
  @ApiOkResponse({ type: ApiKeyPage })
  list(@Query() query: PageQuery): Promise<Page<ApiKeyView>> {
    return this.keys.list(query);
  }

  @Delete('api-keys/:id')
  @HttpCode(204)
  @Allow('admin')
  @ApiOperation({ summary: 'Revoke a key, at once' })
  @ApiNoContentResponse()
  @ApiProblem(404, '`unknown-api-key`')
  remove(@Param('id') id: string): Promise<void> {
    return this.keys.remove(id);
  }
}
