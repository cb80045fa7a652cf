import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

import { ProblemBody } from './api-problem.js';

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['post']>;

/** Serves the document at `/api/openapi.json` and a page to read it at `/api/docs`, to everybody. */
export function serveOpenApi(app: INestApplication, version: string): void {
  const builder = new DocumentBuilder()
    .setTitle('Guichet')
    .setDescription(
      'Inbound call campaigns on Asterisk. Errors are `application/problem+json`; lists are paged; instants are RFC 3339 in UTC.',
    )
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addGlobalResponse(
      { status: 400, description: 'Malformed.', content: problemContent() },
      { status: 500, description: 'Our fault; it was logged.', content: problemContent() },
      { status: 503, description: 'The database or the PBX does not answer.', content: problemContent() },
    );
  const document = SwaggerModule.createDocument(app, builder.build(), { extraModels: [ProblemBody] });
  for (const operation of operationsWithBody(document)) {
    operation.responses['413'] = { description: 'The body is too large.', content: problemContent() };
    operation.responses['415'] = { description: 'The body is not JSON.', content: problemContent() };
  }
  const modern = toOpenApi31(document) as OpenAPIObject;
  SwaggerModule.setup('api/docs', app, modern, {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Guichet API',
  });
}

function operationsWithBody({ paths }: OpenAPIObject): OperationObject[] {
  return Object.values(paths)
    .flatMap(({ post, put, patch }) => [post, put, patch])
    .filter((operation) => operation !== undefined)
    .filter(({ requestBody }) => requestBody !== undefined);
}

function problemContent(): Record<string, { schema: { $ref: string } }> {
  return { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemBody' } } };
}

/** The same document with `nullable` of 3.0 written as 3.1 has it: a null among the types, or an alternative. */
export function toOpenApi31(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toOpenApi31);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, toOpenApi31(value)]));
  if (nullable !== true) return nullable === undefined ? rest : nullable === false ? rest : { ...rest, nullable };
  if (typeof rest['type'] === 'string') {
    const values = Array.isArray(rest['enum']) ? { enum: [...(rest['enum'] as unknown[]), null] } : {};
    return { ...rest, ...values, type: [rest['type'], 'null'] };
  }
  const { description, example, default: preset, ...schema } = rest;
  const inner = Array.isArray(schema['oneOf'])
    ? (schema['oneOf'] as unknown[])
    : Array.isArray(schema['allOf'])
      ? (schema['allOf'] as unknown[])
      : [schema];
  const told = Object.fromEntries(Object.entries({ description, example, default: preset }).filter(([, value]) => value !== undefined));
  return { ...told, oneOf: [...inner, { type: 'null' }] };
}
