/** A URL up to its first blank; looked for only where a word begins, for a long word would cost its square. */
const URLS = /(?<![a-z0-9+.-])[a-z0-9+.-]*:\/\/\S*/gi;
/** `user:token@host:path`, as git and ssh write it. */
const LOGINS = /(?<=^|[\s+])[\w.~-]{1,100}:[^\s/@:]{1,1000}@(?=[\w.-]+[:/])/g;

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
  return text.replace(LOGINS, '***@').replace(URLS, (url) =>
    url
      .replace(/^([^:]*:\/\/)[^/]*@/, '$1***@')
      .replace(/\/t\/[^/]+/g, '/t/***')
      .replace(/\?.*$/, '?***'),
  );
}
