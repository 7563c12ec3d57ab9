// src/errors.ts
var ExpectedError = class extends Error {
	advice;
	constructor(message, advice, options) {
		super(message, options);
		this.name = new.target.name;
		this.advice = advice;
	}
};
var BadInput = class extends ExpectedError {};
var NotFound = class extends ExpectedError {};
var NoEnvironment = class extends NotFound {};
var CannotRead = class extends ExpectedError {};
var Damaged = class extends CannotRead {};
var CannotWrite = class extends ExpectedError {};
function systemCode(error) {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

export { ExpectedError as a, systemCode as c, Damaged as i, CannotRead as n, NoEnvironment as o, CannotWrite as r, NotFound as s, BadInput as t };