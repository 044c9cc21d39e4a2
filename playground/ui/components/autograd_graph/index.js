// @ts-check

import "./graph.css";
import "../pinned.css";
import { deliver } from "../deliver.js";
import { mount } from "./graph.js";

export default deliver("autograd_graph", mount);
