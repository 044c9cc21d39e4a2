/** esbuild takes a component's styles along with its script: `bundle.css` beside `bundle.js`. */
declare module "*.css";
