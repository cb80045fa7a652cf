import { Module } from '@nestjs/common';

import { DirectoryModule } from '../directory/directory.module.js';
import { CallLogService } from './call-log.service.js';

@Module({ imports: [DirectoryModule], providers: [CallLogService] })
export class CallLogModule {}
