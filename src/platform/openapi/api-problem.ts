import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

class ProblemFault {
  @ApiProperty({ description: 'JSON path of the culprit.', example: 'messages.holdAudioId' })
  path!: string;

  @ApiProperty({ description: 'Stable, kebab-case.', example: 'unknown-property' })
  code!: string;

  @ApiProperty()
  message!: string;
}

/** Documents `application/problem+json`. */
export class ProblemBody {
  @ApiProperty({ format: 'uri', example: 'urn:guichet:problem:bad-json' })
  type!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status!: number;

  @ApiProperty({ description: 'Stable, kebab-case: what programs look at.', example: 'bad-json' })
  code!: string;

  @ApiProperty({ description: 'A sentence for people.' })
  detail!: string;

  @ApiProperty({ type: [ProblemFault], description: 'Every fault of the request, where there are several.' })
  errors!: ProblemFault[];
}

/** Documents that the operation may be refused with this status. */
export function ApiProblem(status: number, description: string): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiResponse({ status, description, content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemBody) } } } }),
  );
}
