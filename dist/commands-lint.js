import { a as runLint, i as reportOf, n as lintSettled, r as namedOrUsual, t as lintFiles } from "./lint.js";

export { lintSettled, runLint };