import { g as readRecord, s as readFolder, t as DirectorySource } from "./reading.js";
import { parentPort } from "node:worker_threads";

// src/reading-worker.ts
const source = new DirectorySource({ run: () => {
	throw new Error("Nothing is hashed here.");
} });
async function answer(task) {
	if (task.kind === "folders") return task.folders.map((folder) => readFolder(source, folder));
	const { folder, files, sitePackages } = task;
	const answers = [];
	for (const file of files) answers.push(await readRecord(source, folder, file, sitePackages));
	return answers;
}
parentPort?.on("message", async (task) => parentPort?.postMessage(await answer(task)));

export {  };