import { a as readElf, i as isElf, o as readElfBy, s as packDigests, t as Digester, u as unpackJobs } from "./hashing.js";
import { b as systemCode } from "./start.js";
import { n as openFile } from "./reading.js";
import { closeSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { hash } from "node:crypto";

// src/digest-worker.ts
const buffer = Buffer.allocUnsafe(1 << 17);
const part = Buffer.allocUnsafe(65536);
function digestFile(job) {
	try {
		const { descriptor, stat } = openFile(job.path);
		try {
			if (!job.patch && stat.size < buffer.length) {
				const size = fill(descriptor, stat.size);
				const bytes = buffer.subarray(0, size);
				return {
					kind: "read",
					size,
					sha256: hash("sha256", bytes),
					undone: null,
					elf: readElf(bytes),
					stat
				};
			}
			const digester = new Digester(job);
			let mayBeElf = false;
			for (let left = stat.size; left > 0;) {
				const size = fill(descriptor, Math.min(left, buffer.length));
				if (size === 0) break;
				if (left === stat.size) mayBeElf = isElf(buffer);
				digester.update(buffer.subarray(0, size));
				left -= size;
			}
			const elf = mayBeElf ? readParts(descriptor, stat.size) : null;
			return {
				...digester.finish(elf),
				stat
			};
		} finally {
			closeSync(descriptor);
		}
	} catch (error) {
		const code = systemCode(error);
		if (!code) throw error;
		return {
			kind: "unreadable",
			code
		};
	}
}
function readParts(descriptor, length) {
	return readElfBy(({ start, end }) => {
		const wanted = Math.min(part.length, Math.min(end, length) - start);
		return part.subarray(0, wanted > 0 ? readSync(descriptor, part, 0, wanted, start) : 0);
	});
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
	port.on("message", (jobs) => {
		port.postMessage(packDigests(unpackJobs(jobs).map(digestFile)));
	});
}
if (parentPort) serve(parentPort);

export { digestFile };