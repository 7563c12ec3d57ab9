import { n as runVerify, t as nothingFound } from "./verify3.js";

export { runVerify };