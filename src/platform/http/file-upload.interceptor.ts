import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import multer, { MulterError } from 'multer';
import type { Observable } from 'rxjs';

import { FILE_UPLOAD, type FileUpload, type UploadingRequest } from './file-upload.js';
import { HttpProblem } from './problem.js';

/** Files are held in memory until they are dealt with: with this many at once, at the most so many times the largest. */
const MOST_AT_ONCE = 4;
const MOST_TEXTS = 20;
const LONGEST_TEXT_BYTES = 16_384;
/** Room for the texts and the boundaries around the file. */
const AROUND_THE_FILE_BYTES = 512 * 1024;

/** Reads the form of a route that `ReceivesFile`, after the sender was found to be allowed to send it. */
@Injectable()
export class FileUploadInterceptor implements NestInterceptor {
  private underWay = 0;

  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const upload = this.reflector.get<FileUpload | undefined>(FILE_UPLOAD, context.getHandler());
    if (upload === undefined) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<UploadingRequest>();
    if (!request.is('multipart/form-data')) {
      throw new HttpProblem(415, 'unsupported-media-type', 'The body must be multipart/form-data.');
    }
    if (Number(request.headers['content-length'] ?? 0) > upload.largestBytes + AROUND_THE_FILE_BYTES) throw tooLarge(upload);
    if (this.underWay >= MOST_AT_ONCE)
      throw new HttpProblem(503, 'too-many-uploads', 'Several files are being sent already. Try again in a moment.');
    this.underWay += 1;
    try {
      await received(upload, request, http.getResponse<Response>());
    } finally {
      this.underWay -= 1;
    }
    return next.handle();
  }
}

async function received(upload: FileUpload, request: UploadingRequest, response: Response): Promise<void> {
  const { part, largestBytes } = upload;
  const limits = { fileSize: largestBytes, files: 1, fields: MOST_TEXTS, fieldSize: LONGEST_TEXT_BYTES, fieldNameSize: 100 };
  const reader = multer({ storage: multer.memoryStorage(), limits }).single(part);
  await new Promise<void>((resolve, reject) => {
    reader(request, response, (fault: unknown) => (fault == null ? resolve() : reject(problemOf(fault, upload))));
  });
  const texts = request.body as Record<string, unknown>;
  // A text under the file's name is no file.
  const { [part]: _text, ...others } = { ...texts };
  request.body = request.file === undefined ? others : { ...others, [part]: request.file.size };
  if (request.file !== undefined) request.uploaded = request.file.buffer;
}

function problemOf(fault: unknown, upload: FileUpload): HttpProblem {
  if (!(fault instanceof MulterError))
    return new HttpProblem(400, 'bad-form', 'The form cannot be read: it is not whole, or not multipart.');
  switch (fault.code) {
    case 'LIMIT_FILE_SIZE':
      return tooLarge(upload);
    case 'LIMIT_UNEXPECTED_FILE':
    case 'LIMIT_FILE_COUNT': {
      const path = fault.field ?? upload.part;
      const message = `One file is expected, in the part "${upload.part}".`;
      return new HttpProblem(400, 'unexpected-file', message, [{ path, code: 'unexpected-file', message }]);
    }
    case 'LIMIT_FIELD_VALUE':
    case 'LIMIT_FIELD_KEY':
    case 'LIMIT_FIELD_COUNT':
    case 'LIMIT_PART_COUNT':
      return new HttpProblem(413, 'body-too-large', 'The form has more, or longer, texts than accepted here.');
    default:
      return new HttpProblem(400, 'bad-form', 'The form cannot be read.');
  }
}

function tooLarge({ part, largestBytes }: FileUpload): HttpProblem {
  const message = `The file is too large: at the most ${Math.floor(largestBytes / 1024 / 1024)} MB are accepted.`;
  return new HttpProblem(413, 'file-too-large', message, [{ path: part, code: 'file-too-large', message }]);
}
