import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiIfMatch, IfMatch } from '../../platform/http/if-match.js';
import { ApiExample } from '../../platform/openapi/api-example.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { DialPolicyService } from './dial-policy.service.js';
import { DialPolicyDraft, DialPolicyView } from './dto/dial-policy.dto.js';

@ApiTags('dial-policy')
@Controller('dial-policy')
export class DialPolicyController {
  constructor(private readonly dialPolicy: DialPolicyService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Which numbers may be dialled' })
  @ApiOkResponse({ type: DialPolicyView })
  get(): DialPolicyView {
    return this.dialPolicy.get();
  }

  @Put()
  @Allow('admin')
  @ApiIfMatch()
  @ApiOperation({
    summary: 'Say which numbers may be dialled, from the next dial on',
    description:
      'The longest prefix that fits decides, of two of one length the denied one. Premium numbers, short numbers and what is no number are never dialled. What is left out is as on a new installation.',
  })
  @ApiExample(DialPolicyDraft, {
    defaultCountry: 'FR',
    allowedPrefixes: ['+33', '+32'],
    deniedPrefixes: ['+3389'],
    maxConcurrentOutbound: 50,
  })
  @ApiOkResponse({ type: DialPolicyView })
  @ApiProblem(412, '`stale-version`')
  @ApiProblem(422, '`unknown-country`')
  replace(@Body() draft: DialPolicyDraft, @IfMatch() version: number | null): Promise<DialPolicyView> {
    return this.dialPolicy.replace(draft, version);
  }
}
