// The package's main entry names every event. As one file it is read several times faster than as hundreds.
export default {
  input: "dist/index.js",
  external: [/^@statehub\//, /^node:/],
  platform: "node",
  output: { file: "dist/bundle.js", minify: true, sourcemap: false },
};
