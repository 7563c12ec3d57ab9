import { c as progressLine, d as write, l as steps, s as noProgress, u as viewOf } from "./start.js";

export { steps };