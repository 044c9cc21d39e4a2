// @ts-check

import "./reading.css";
import { deliver } from "../deliver.js";
import { mount } from "./reading.js";

export default deliver("digit_reading", mount);
