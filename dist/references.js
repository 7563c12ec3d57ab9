import { t as BadInput } from "./errors.js";
import { i as SOURCE_KINDS } from "./sources.js";

// src/references.ts
const SCHEMES = SOURCE_KINDS.filter((kind) => kind !== "directory");
const IMAGES = [
	"docker",
	"docker-archive",
	"oci-dir",
	"oci-archive"
];
function parseReference(word) {
	const kind = SCHEMES.find((scheme) => word.startsWith(`${scheme}:`));
	return kind ? {
		kind,
		value: word.slice(kind.length + 1),
		text: word
	} : null;
}
function isImage({ kind }) {
	return IMAGES.includes(kind);
}
async function openReference(reference, options) {
	if (reference.value === "") throw new BadInput(`${reference.text} names nothing.`, `Write ${EXAMPLES[reference.kind]}.`);
	const { openArchive } = await import("./archives.js");
	return openArchive(reference, isImage(reference), options);
}
const EXAMPLES = {
	docker: "docker:ml:latest",
	"docker-archive": "docker-archive:ml.tar",
	"oci-dir": "oci-dir:ml",
	"oci-archive": "oci-archive:ml.tar",
	tar: "tar:ml.tar.gz, or tar:- for standard input",
	zip: "zip:ml.zip"
};

export { parseReference as i, isImage as n, openReference as r, SCHEMES as t };