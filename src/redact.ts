/**
 * Text without the credentials that channel URLs carry: `user:password@`, the `/t/TOKEN/` of anaconda.org
 * and quetz, and query strings, which signed URLs are made of.
 */
export function redact(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@/gi, '$1***@')
    .replace(/\/t\/[^/\s]+/g, '/t/***')
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s?]*)\?\S*/gi, '$1?***');
}
