import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Operation {
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
}

/** Holds answers against the OpenAPI document that the server itself serves: an undocumented status or an untrue schema is an error. */
export class OpenApiJudge {
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });

  private constructor(private readonly document: Document) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema(document, 'document');
  }

  static async of(base: string): Promise<OpenApiJudge> {
    const response = await fetch(`${base}/api/openapi.json`);
    return new OpenApiJudge((await response.json()) as Document);
  }

  check(method: string, target: string, answer: { status: number; headers: Headers; body: unknown }): void {
    const path = target.split('?')[0] ?? '';
    const template = this.templateOf(path, method.toLowerCase());
    // A path that the document does not have is the test of an unknown route.
    if (template === undefined) return;
    const said = `${method} ${template} → ${answer.status}`;
    const documented = this.document.paths[template]?.[method.toLowerCase()]?.responses[answer.status];
    if (documented === undefined) throw new Error(`${said} is not in the OpenAPI document: ${JSON.stringify(answer.body)}`);
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
    if (documented.content === undefined) return;
    if (documented.content[type] === undefined) throw new Error(`${said}: the document has no ${type || 'answer without content'}`);
    const pointer = ['paths', template, method.toLowerCase(), 'responses', String(answer.status), 'content', type, 'schema'];
    const validate = this.validator(pointer);
    if (!validate(answer.body)) {
      throw new Error(`${said} is not as documented: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(answer.body, null, 1)}`);
    }
  }

  private validator(pointer: string[]): ValidateFunction {
    const ref = `document#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const known = this.validators.get(ref) ?? this.ajv.compile({ $ref: ref });
    this.validators.set(ref, known);
    return known;
  }

  private templateOf(path: string, method: string): string | undefined {
    const fits = Object.keys(this.document.paths).filter((template) => {
      const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`);
      return pattern.test(path) && method in (this.document.paths[template] ?? {});
    });
    // `/agents/me` before `/agents/{id}`.
    return fits.sort((a, b) => a.split('{').length - b.split('{').length)[0];
  }
}
