// src/sources/file-systems.ts
function parseMounts(text) {
	const mounts = /* @__PURE__ */ new Map();
	for (const line of text.split("\n")) {
		const [head = "", tail = ""] = line.split(" - ", 2);
		const [, , device, , place, options = ""] = head.split(" ");
		const [type, , more = ""] = tail.split(" ");
		if (!device || !place?.startsWith("/") || !type) continue;
		mounts.set(unescaped(place), {
			type,
			place: unescaped(place),
			device,
			options: [.../* @__PURE__ */ new Set([...options.split(","), ...more.split(",")])]
		});
	}
	return mounts;
}
const REMOTE = /^(?:nfs\d?|cifs|smb\d?|smbfs|fuse\.sshfs|afs|ceph|lustre)$/;
function isRemote({ type }) {
	return REMOTE.test(type);
}
const LOCAL = /^(?:ext[234]|xfs|btrfs|f2fs|zfs|bcachefs|overlay|tmpfs|apfs|hfs)$/;
const LOOP = "7:";
function keepsChanges({ type, device }) {
	return LOCAL.test(type) && !device.startsWith(LOOP);
}
function mountOf(mounts, path) {
	for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
		const found = mounts.get(path.slice(0, end));
		if (found) return found;
	}
	return mounts.get("/") ?? null;
}
function unescaped(text) {
	return text.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
}

export { parseMounts as i, keepsChanges as n, mountOf as r, isRemote as t };