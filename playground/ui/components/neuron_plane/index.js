// @ts-check

import "./neuron_plane.css";
import "../pinned.css";
import { deliver } from "../deliver.js";
import { mount } from "./plane.js";

export default deliver("neuron_plane", mount);
