// src/redact.ts
const URLS = /[a-z][a-z0-9+.-]*:\/\/\S*/gi;
function withoutCredentials(url) {
	return url.replace(/^([^:]*:\/\/)[^/]*@/, "$1").replace(/\/t\/[^/]+/, "").replace(/\?[^#]*/, "");
}
function redact(text) {
	return text.replace(URLS, (url) => url.replace(/^([^:]*:\/\/)[^/]*@/, "$1***@").replace(/\/t\/[^/]+/g, "/t/***").replace(/\?.*$/, "?***"));
}

export { withoutCredentials as n, redact as t };