// @ts-check

import "./delivery.css";
import { deliver } from "../deliver.js";
import { mount } from "./delivery.js";

export default deliver("network_delivery", mount);
