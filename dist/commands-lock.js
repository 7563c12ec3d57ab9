import { n as lossesOf, r as runLock, t as lockVerified } from "./lock.js";

export { runLock };