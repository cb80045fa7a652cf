import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { LiveBoard } from './dto/live.dto.js';
import { LiveService } from './live.service.js';

@ApiTags('live')
@Controller('live')
export class LiveController {
  constructor(private readonly live: LiveService) {}

  @Get()
  @Allow('supervisor')
  @ApiOperation({ summary: 'Queues, calls and agents at this moment' })
  @ApiOkResponse({ type: LiveBoard })
  board(): LiveBoard {
    return this.live.board();
  }
}
