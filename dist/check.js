// src/check.ts
const SEVERITIES = [
	"note",
	"warning",
	"error"
];
function defineCheck(check) {
	return check;
}

export { defineCheck as n, SEVERITIES as t };