import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { PageOf, type Page } from '../../platform/http/paging.js';
import { AuditService } from './audit.service.js';
import { AuditEntryView, AuditQuery } from './dto/audit.dto.js';

const AuditPage = PageOf(AuditEntryView, 'AuditPage');

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Allow('admin')
  @ApiOperation({ summary: 'Who did what, newest first: every change, every sign-in, and what was refused' })
  @ApiOkResponse({ type: AuditPage })
  list(@Query() query: AuditQuery): Promise<Page<AuditEntryView>> {
    return this.audit.list(query);
  }
}
