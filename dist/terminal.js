import { c as noProgress, d as viewOf, f as write, l as progressLine, u as steps } from "./start.js";

export { steps };