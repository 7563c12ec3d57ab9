import { homedir } from "node:os";

// src/machine.ts
function thisMachine() {
	return {
		platform: process.platform,
		cwd: process.cwd(),
		home: process.env["HOME"] || homedir(),
		env: process.env
	};
}
function thisUser() {
	return {
		uid: process.geteuid?.() ?? 0,
		gid: process.getegid?.() ?? 0
	};
}
async function homes(source, machine) {
	const passwd = (await source.read(["/etc/passwd"], 1 << 20)).get("/etc/passwd");
	const named = (passwd?.kind === "ok" ? passwd.value.toString("utf8").split("\n") : []).map((line) => line.split(":")[5] ?? "").filter((home) => /^\/./.test(home));
	return [.../* @__PURE__ */ new Set([machine.home, ...named])].filter((home) => source.exists(home));
}

export { thisMachine as n, thisUser as r, homes as t };