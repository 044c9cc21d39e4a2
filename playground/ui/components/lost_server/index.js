// @ts-check

import "./lost_server.css";
import { deliver } from "../deliver.js";
import { mount } from "./mount.js";

export default deliver("lost_server", mount);
