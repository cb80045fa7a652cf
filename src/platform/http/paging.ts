import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

import { Optional } from './optional.js';

const LARGEST_PAGE = 500;

/** A digits-only text as a number; anything else as it came, for the rules to refuse. */
export function wholeNumber({ value }: { value: unknown }): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, default: 1, example: 1 })
  @Optional()
  @Transform(wholeNumber)
  @IsInt()
  @Min(1)
  page?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: LARGEST_PAGE, default: 50, example: 50 })
  @Optional()
  @Transform(wholeNumber)
  @IsInt()
  @Min(1)
  @Max(LARGEST_PAGE)
  pageSize?: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

/** `skip` and `take` of the page asked for. */
export function pageWindow(query: PageQuery): { page: number; pageSize: number; skip: number; take: number } {
  const page = query.page ?? 1;
  const pageSize = query.pageSize ?? 50;
  return { page, pageSize, skip: (page - 1) * pageSize, take: pageSize };
}

export function pageOf<T>(query: PageQuery, items: readonly T[], total: number): Page<T> {
  const { page, pageSize } = pageWindow(query);
  return { items, total, page, pageSize };
}

/** The class that documents a page of `Item`. */
export function PageOf<T>(Item: Type<T>, name: string): Type<Page<T>> {
  class Documented implements Page<T> {
    @ApiProperty({ type: [Item] })
    items!: T[];

    @ApiProperty({ type: 'integer', minimum: 0, description: 'How many there are on all pages.' })
    total!: number;

    @ApiProperty({ type: 'integer', minimum: 1 })
    page!: number;

    @ApiProperty({ type: 'integer', minimum: 1, maximum: LARGEST_PAGE })
    pageSize!: number;
  }
  Object.defineProperty(Documented, 'name', { value: name });
  return Documented;
}
