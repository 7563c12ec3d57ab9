// src/conda/environment-file.ts
const EXAMPLE = "It starts like: name: ml, channels: [conda-forge], dependencies: [python=3.12]";
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

export { NOTHING as n, EXAMPLE as t };