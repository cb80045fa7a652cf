import type { NextFunction, Request, Response } from 'express';

/** The documentation page runs its own scripts and inline styles; everything else is data that no browser has to render. */
const DOCS_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

export function securityHeaders(request: Request, response: Response, next: NextFunction): void {
  const docs = request.path.startsWith('/api/docs');
  response.set({
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy': docs ? DOCS_POLICY : DATA_POLICY,
    ...(docs ? {} : { 'Cache-Control': 'no-store' }),
  });
  next();
}
