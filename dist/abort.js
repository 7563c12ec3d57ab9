// src/abort.ts
async function unlessAborted(promise, signal) {
	let stop = () => {};
	const aborted = new Promise((_, reject) => {
		const onAbort = () => reject(signal.reason);
		stop = () => signal.removeEventListener("abort", onAbort);
		if (signal.aborted) onAbort();
		else signal.addEventListener("abort", onAbort);
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		stop();
	}
}

export { unlessAborted as t };