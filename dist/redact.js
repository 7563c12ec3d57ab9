// src/redact.ts
const URLS = /(?<![a-z0-9+.-])[a-z0-9+.-]*:\/\/\S*/gi;
const LOGINS = /(?<=^|[\s+])[\w.~-]{1,100}:[^\s/@:]{1,1000}@(?=[\w.-]+[:/])/g;
function withoutCredentials(url) {
	return url.replace(/^([^:]*:\/\/)[^/]*@/, "$1").replace(/\/t\/[^/]+/, "").replace(/\?[^#]*/, "");
}
function redact(text) {
	return text.replace(LOGINS, "***@").replace(URLS, (url) => url.replace(/^([^:]*:\/\/)[^/]*@/, "$1***@").replace(/\/t\/[^/]+/g, "/t/***").replace(/\?.*$/, "?***"));
}

export { withoutCredentials as n, redact as t };