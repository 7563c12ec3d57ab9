import { i as runLint, n as namedOrUsual, r as reportOf, t as lintFiles } from "./lint.js";

export { lintFiles, runLint };