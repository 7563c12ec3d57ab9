import { posix } from "node:path";

// src/dockerfile/bake.ts
function bakeFile(targets) {
	const bake = {
		variable: {
			REGISTRY: {
				default: "",
				description: "What stands before the name of an image: ghcr.io/me/"
			},
			TAG: { default: "latest" },
			CACHE: {
				default: "",
				description: "Where layers are kept: ghcr.io/me/cache"
			}
		},
		group: { default: { targets: targets.map(({ name }) => targetName(name)) } },
		target: {
			shared: { "cache-from": targets.map(({ name }) => kept(name, "")) },
			...Object.fromEntries(targets.map(({ name, context, dockerfile }) => [targetName(name), {
				inherits: ["shared"],
				context: literal(context),
				dockerfile: literal(dockerfile),
				"cache-to": [kept(name, ",mode=max")],
				tags: [`\${REGISTRY}${imageName(name)}:\${TAG}`]
			}]))
		}
	};
	return `${JSON.stringify(bake, null, 2)}\n`;
}
function matrix(targets) {
	const include = targets.map(({ name, context, dockerfile, file }) => ({
		name,
		image: imageName(name),
		target: targetName(name),
		file,
		context,
		dockerfile: posix.join(context, dockerfile)
	}));
	return JSON.stringify({ include });
}
function targetName(name) {
	const target = name.replace(/[^A-Za-z0-9_-]/g, "-");
	return target === "shared" || target === "default" ? `env-${target}` : target;
}
function imageName(name) {
	const image = name.toLowerCase().replace(/[^a-z0-9]+/g, (marks) => /^(?:\.|_|__|-+)$/.test(marks) ? marks : "-").replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
	return image === "" ? "env" : image;
}
function kept(name, options) {
	return `\${notequal("", CACHE) ? ${`"type=registry,ref=\${CACHE}:${targetName(name)}${options}"`} : ""}`;
}
function literal(text) {
	return text.replace(/[$%](?=\{)/g, "$&$&");
}

export { targetName as i, imageName as n, matrix as r, bakeFile as t };