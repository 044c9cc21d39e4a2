// @ts-check

import "../edge_shadow.css";
import "./graph.css";
import { deliver } from "../deliver.js";
import { mount } from "./graph.js";

export default deliver("autograd_graph", mount);
