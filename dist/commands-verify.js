import { i as verifyInputs, n as nothingFound, r as runVerify, t as checksAt } from "./verifying.js";

export { runVerify };