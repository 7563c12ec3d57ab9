// src/sources.ts
const SOURCE_KINDS = [
	"directory",
	"docker",
	"docker-archive",
	"oci-dir",
	"oci-archive",
	"tar",
	"zip"
];
const MISSING = { kind: "missing" };
const DENIED = { kind: "denied" };
const LOOP = { kind: "loop" };
const OUTSIDE = { kind: "outside" };
function failureOf(code) {
	if (code === "ENOENT" || code === "ENOTDIR") return MISSING;
	if (code === "EACCES" || code === "EPERM") return DENIED;
	if (code === "ELOOP") return LOOP;
	return {
		kind: "failed",
		code: code || "unknown error"
	};
}

export { failureOf as a, SOURCE_KINDS as i, MISSING as n, OUTSIDE as r, DENIED as t };