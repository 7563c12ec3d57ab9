// src/conda/environment-file.ts
const NOTHING = {
	syntax: [],
	keys: [],
	name: null,
	prefix: null,
	channels: null,
	dependencies: [],
	pip: null,
	variables: [],
	platforms: [],
	packages: [],
	oddities: []
};

export { NOTHING as t };