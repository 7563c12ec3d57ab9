import { i as verifyInputs, n as nothingFound, r as runVerify, t as checksAt } from "./verify2.js";

export { runVerify };