/** What is used of `ari-client` 2.2.0 and of the `swagger-client` 2.0.26 inside it; neither has types of its own. */
declare module 'ari-client' {
  export interface SwaggerParameter {
    readonly name: string;
    readonly paramType: 'path' | 'query' | 'body' | 'header' | 'form';
  }

  export interface SwaggerOperation {
    /** Upper case is not promised. */
    readonly method: string;
    /** E.g. `/channels/{channelId}/play`. */
    readonly path: string;
    readonly parameters: readonly SwaggerParameter[];
  }

  /** Carries out an operation; `data` is the body. */
  export type SwaggerCall = (
    args: Record<string, unknown>,
    onResponse: (response: { readonly data: string }) => void,
    onError: (error: Error) => void,
  ) => void;

  export type SwaggerResource = Record<string, SwaggerCall> & { readonly operations: Readonly<Record<string, SwaggerOperation>> };

  export type Operation = (args: Readonly<Record<string, unknown>>) => PromiseLike<unknown>;

  /** One property for each resource of the PBX's api-docs, with one method for each operation, and what it was made from. */
  export interface Client {
    readonly _swagger: { readonly apis: Readonly<Record<string, SwaggerResource>> };
    readonly [resource: string]: Readonly<Record<string, Operation>> | object;
  }

  /** Reads the PBX's api-docs. Opens no socket. */
  export function connect(url: string, user: string, password: string): PromiseLike<Client>;

  const ariClient: { readonly connect: typeof connect };
  export default ariClient;
}
