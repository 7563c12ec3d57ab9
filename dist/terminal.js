import { a as write, i as viewOf, n as progressLine, r as steps, t as noProgress } from "./terminal2.js";

export { steps };