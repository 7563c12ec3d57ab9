/** A URL up to its first blank. */
const URLS = /[a-z][a-z0-9+.-]*:\/\/\S*/gi;

/** A URL without credentials, which still leads to the same place for whoever has his own. */
export function withoutCredentials(url: string): string {
  return url
    .replace(/^([^:]*:\/\/)[^/]*@/, '$1')
    .replace(/\/t\/[^/]+/, '')
    .replace(/\?[^#]*/, '');
}

/**
 * Text without the credentials that channel URLs carry: `user:password@`, the `/t/TOKEN/` of anaconda.org
 * and quetz, and query strings, which signed URLs are made of.
 */
export function redact(text: string): string {
  return text.replace(URLS, (url) =>
    url
      .replace(/^([^:]*:\/\/)[^/]*@/, '$1***@')
      .replace(/\/t\/[^/]+/g, '/t/***')
      .replace(/\?.*$/, '?***'),
  );
}
