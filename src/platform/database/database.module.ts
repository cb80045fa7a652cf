import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';

import { Database } from './database.js';

/** Gives repositories and the `Database` to every module, on a connection that is already open and migrated. Closed with the application. */
@Global()
@Module({})
export class DatabaseModule {
  static over(database: Database): DynamicModule {
    const { source } = database;
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({ useFactory: () => ({ ...source.options, retryAttempts: 0 }), dataSourceFactory: async () => source }),
      ],
      providers: [{ provide: Database, useValue: database }],
      exports: [Database],
    };
  }
}
