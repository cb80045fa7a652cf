import { Controller, Delete, Get, HttpCode, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Allow } from '../../platform/auth/access.js';
import { ApiProblem } from '../../platform/openapi/api-problem.js';
import { ErasureView, PersonalDataQuery, PersonalDataView } from './dto/personal-data.dto.js';
import { PersonalDataService } from './personal-data.service.js';

@ApiTags('personal-data')
@Controller('personal-data')
export class PersonalDataController {
  constructor(private readonly data: PersonalDataService) {}

  @Get()
  @Allow('admin')
  @ApiOperation({ summary: 'All that is kept about a telephone number' })
  @ApiOkResponse({ type: PersonalDataView })
  @ApiProblem(422, '`not-a-number`')
  export(@Query() { number }: PersonalDataQuery): Promise<PersonalDataView> {
    return this.data.export(number);
  }

  @Delete()
  @HttpCode(200)
  @Allow('admin')
  @ApiOperation({
    summary: 'Erase a telephone number',
    description:
      'Messages, recordings and callbacks go, with their sound; calls stay without the number, and so do journal and audit trail. The audit trail says that it was done, not to which number.',
  })
  @ApiOkResponse({ type: ErasureView })
  @ApiProblem(409, '`number-on-the-line`')
  @ApiProblem(422, '`not-a-number`')
  @ApiProblem(503, '`journal-behind`')
  erase(@Query() { number }: PersonalDataQuery): Promise<ErasureView> {
    return this.data.erase(number);
  }
}
