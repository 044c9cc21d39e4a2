// @ts-check

import "./history.css";
import { deliver } from "../deliver.js";
import { mount } from "./mount.js";

export default deliver("browser_history", mount);
