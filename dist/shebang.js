// src/shebang.ts
function interpreterOf(head) {
	const text = head?.toString("utf8") ?? "";
	if (!text.startsWith("#!")) return null;
	return /^#!\/bin\/sh\n'''exec' "([^"\n]+)"/.exec(text)?.[1] ?? /^#![ \t]*(\/[^ \t\n]*)/.exec(text)?.[1] ?? null;
}
function prefixOfPython(interpreter) {
	return /^(\/.+)\/bin\/python[\d.]*$/.exec(interpreter ?? "")?.[1] ?? null;
}
function foreignPrefix(head, isOwn) {
	const prefix = prefixOfPython(interpreterOf(head));
	return prefix !== null && !isOwn(prefix) ? prefix : null;
}

export { interpreterOf as n, prefixOfPython as r, foreignPrefix as t };