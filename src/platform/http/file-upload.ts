import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { Request } from 'express';

export const FILE_UPLOAD = 'guichet:file-upload';

/** What a route takes as multipart/form-data: one file, and texts. */
export interface FileUpload {
  readonly part: string;
  readonly largestBytes: number;
}

export interface UploadingRequest extends Request {
  uploaded?: Buffer;
}

/**
 * The route takes multipart/form-data. The texts are its body; the file is there under its own name as a number, its length in bytes, so
 * that a missing one is told together with the other faults. `UploadedBytes` gives the file itself.
 */
export function ReceivesFile(part: string, largestBytes: number): MethodDecorator {
  return applyDecorators(SetMetadata<string, FileUpload>(FILE_UPLOAD, { part, largestBytes }), ApiConsumes('multipart/form-data'));
}

/** The file of a route that receives one. Empty when none came, which the rules of the body refuse. */
export const UploadedBytes = createParamDecorator((_: unknown, context: ExecutionContext): Buffer => {
  return context.switchToHttp().getRequest<UploadingRequest>().uploaded ?? Buffer.alloc(0);
});
