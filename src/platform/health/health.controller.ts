import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';

import { Public } from '../auth/access.js';
import { READINESS, type Readiness } from './readiness.js';

class Liveness {
  @ApiProperty({ enum: ['alive'] })
  status!: 'alive';
}

class ReadinessReport {
  @ApiProperty({ enum: ['ready', 'not-ready'] })
  status!: 'ready' | 'not-ready';

  @ApiProperty({ type: [String], description: 'What is missing for work, by name.', example: [] })
  missing!: readonly string[];
}

@ApiTags('health')
@Controller({ path: 'health' })
export class HealthController {
  constructor(@Inject(READINESS) private readonly readiness: Readiness) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'Whether the process runs' })
  @ApiResponse({ status: 200, type: Liveness })
  live(): Liveness {
    return { status: 'alive' };
  }

  @Get('ready')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Whether calls can be served, and what is missing when not' })
  @ApiResponse({ status: 200, type: ReadinessReport })
  @ApiResponse({ status: 503, type: ReadinessReport, description: 'Something is missing.' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadinessReport> {
    const missing = await this.readiness.missing();
    if (missing.length > 0) response.status(503);
    return { status: missing.length === 0 ? 'ready' : 'not-ready', missing };
  }
}
