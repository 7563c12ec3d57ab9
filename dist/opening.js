import { l as progressLine, p as BadInput, r as thisMachine, y as NotFound } from "./start.js";
import { f as text } from "./program.js";
import { f as ReadingThreads, h as refuseUseless, m as openWord, p as HashingThreads } from "./verifying.js";
import { t as DirectorySource } from "./reading.js";

// src/commands/opening.ts
async function withTools(words, { isProgressWanted, raw }, signal, act) {
	const machine = thisMachine();
	const threads = HashingThreads.ofThisMachine();
	const progress = progressLine(isProgressWanted);
	const options = {
		machine,
		isHashed: true,
		prefix: null,
		platform: text(raw["platform"]),
		signal,
		progress
	};
	refuseUseless(words, options);
	const source = new DirectorySource(threads, ReadingThreads.ofThisMachine);
	const open = (word) => openWord(word, source, options);
	try {
		return await act({
			open,
			progress
		});
	} finally {
		progress.stop();
		await threads.close();
	}
}
function pick({ source, targets }, { asked, likely }, word) {
	const environments = targets.map((one) => ({
		...one,
		shown: source.nameOf(one.prefix)
	}));
	const [only, ...others] = environments;
	const wanted = asked || likely;
	const named = environments.filter((one) => one.name === wanted || one.shown === wanted);
	const [chosen, ...doubles] = only && others.length === 0 && asked === "" ? [only] : named;
	const names = environments.map(({ name, shown }) => `${name} (${shown})`).join(", ");
	if (!chosen && asked !== "") throw new NotFound(`There is no environment “${asked}” in ${word}.`, `It has: ${names}.`);
	if (!chosen || doubles.length > 0) throw new BadInput(`${word} holds several environments: ${names}.`, "Choose one with --env, by its name or its prefix.");
	if (chosen.problem) throw chosen.problem;
	return chosen;
}
function scopeOfOne(source, target, reference) {
	const open = async () => ({
		source,
		targets: [target],
		close: async () => {}
	});
	return {
		reference,
		kind: source.kind,
		open
	};
}

export { scopeOfOne as n, withTools as r, pick as t };