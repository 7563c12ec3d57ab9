// src/secrets.ts
const USER_INFO = /(?<![a-z0-9+.-])([a-z0-9+.-]*):\/\/([^/@\s]+)@/gi;
const PATH_TOKEN = /\/t\/([^/\s]+)/g;
const QUERY = /[?&](?:[\w-]*token|[\w-]*key|secret|password|sig|signature|x-amz-signature)=([^&\s]+)/gi;
const NAME = /(?:^|_)(?:TOKEN|SECRET|SECRETS|[A-Z]*PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|AUTH|(?:ENCRYPTION|SIGNING|STORAGE|ACCOUNT|MASTER)_?KEY|API_?KEY|ACCESS_?KEY(?:_ID)?|PRIVATE_?KEY|CREDENTIALS?)(?:_|$)/i;
const VALUE = /(?:^|[\s=:'"])(?:gh[oprsu]_\w{16}|github_pat_\w{16}|glpat-[\w-]{16}|xox[abprs]-[\w-]{10}|sk-[\w-]{20}|AKIA[0-9A-Z]{16}|hf_\w{20}|pypi-\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{10,200}\.eyJ)/;
const STAND_IN = /^(?:\$\{?\w+\}?|%\(\w+\)s|<[^<>]*>|\*+|x+|)$/i;
function carriesSecret(text) {
	return text.split(/\s+/).filter((word) => word.includes("://")).some((word) => [
		...Array.from(word.matchAll(USER_INFO), ([, scheme, user]) => passwordIn(scheme, user)),
		...Array.from(word.matchAll(PATH_TOKEN), ([, token = ""]) => token),
		...Array.from(word.matchAll(QUERY), ([, value = ""]) => value)
	].some((part) => !STAND_IN.test(part)));
}
function passwordIn(scheme = "", userInfo = "") {
	const at = userInfo.indexOf(":");
	if (at >= 0) return userInfo.slice(at + 1);
	return userInfo.length < 16 || /(?:^|\+)ssh$/i.test(scheme) ? "" : userInfo;
}
function isSecret(name, value) {
	if (STAND_IN.test(value) || /^(?:true|false|[01])$/i.test(value)) return false;
	if (VALUE.test(value) || carriesSecret(value)) return true;
	return NAME.test(name) && !/^(?:\.{0,2}|~)\//.test(value);
}

export { isSecret as n, carriesSecret as t };