import { t as Digester } from "./digest.js";
import { c as systemCode } from "./errors.js";
import { n as openFile } from "./directory.js";
import { closeSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { hash } from "node:crypto";

// src/digest-worker.ts
const buffer = Buffer.allocUnsafe(1 << 20);
function digestFile(job) {
	try {
		const file = openFile(job.path);
		try {
			if (!job.patch && file.size < buffer.length) {
				const size = fill(file.descriptor, file.size);
				const bytes = buffer.subarray(0, size);
				return {
					kind: "read",
					path: job.path,
					size,
					sha256: hash("sha256", bytes),
					undone: null
				};
			}
			const digester = new Digester(job);
			for (let left = file.size; left > 0;) {
				const size = fill(file.descriptor, Math.min(left, buffer.length));
				if (size === 0) break;
				digester.update(buffer.subarray(0, size));
				left -= size;
			}
			return digester.finish();
		} finally {
			closeSync(file.descriptor);
		}
	} catch (error) {
		const code = systemCode(error);
		if (!code) throw error;
		return {
			kind: "unreadable",
			path: job.path,
			code
		};
	}
}
function fill(descriptor, wanted) {
	let filled = 0;
	while (filled < wanted) {
		const read = readSync(descriptor, buffer, filled, wanted - filled, null);
		if (read === 0) break;
		filled += read;
	}
	return filled;
}
function serve(port) {
	port.on("message", (jobs) => port.postMessage(jobs.map(digestFile)));
}
if (parentPort) serve(parentPort);

export { digestFile };