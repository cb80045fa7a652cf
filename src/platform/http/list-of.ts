import { applyDecorators, type Type as Class } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, ValidateNested } from 'class-validator';

/** A list of at most so many objects, each checked by its class and named by its place when it is wrong. */
export function ListOf(item: () => Class<unknown>, most: number): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(most),
    ValidateNested({ each: true }),
    Type(item),
    // An empty list among the objects has nothing that could be wrong, and would pass for one of them.
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value) ? value.map((each: unknown) => (Array.isArray(each) ? null : each)) : value,
    ),
  );
}
