import { n as runVerify, t as nothingFound } from "./verify2.js";

export { runVerify };