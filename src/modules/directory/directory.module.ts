import { Module } from '@nestjs/common';

import { DirectoryService } from './directory.service.js';

/** Stands alone: the engine is made of it, so it must not need the engine. */
@Module({ providers: [DirectoryService], exports: [DirectoryService] })
export class DirectoryModule {}
