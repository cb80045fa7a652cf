import { applyDecorators, type Type } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';

/** Documents the body with an example that can be sent as it is; ids in it are made up. */
export function ApiExample(body: Type<unknown>, value: object, description?: string): MethodDecorator {
  return applyDecorators(ApiBody({ type: body, examples: { example: { value, ...(description === undefined ? {} : { description }) } } }));
}
