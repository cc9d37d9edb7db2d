// Cuts the typeface: node font.mjs OUT. Every file keeps the weights from 400 to 600. The first four are the
// scripts as they are published; the last three hold the letters that nearly every page needs.
import fs from "node:fs";
import subset from "subset-font";

const out = process.argv[2];
const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
const every = range(0x20, 0x2ff) + range(0x400, 0x52f) + range(0x1e00, 0x1eff) + range(0x2000, 0x20c0) + "№←↑→↓−∕";
const files = [
  ["cyrillic-ext", "cyrillic-ext", every],
  ["cyrillic", "cyrillic", every],
  ["latin-ext", "latin-ext", every],
  ["latin", "latin", every],
  ["kazakh", "cyrillic-ext", "ҒғҚқҢңҮүҺһӘәӨө"],
  ["russian", "cyrillic", range(0x410, 0x44f) + "ЁёІіҰұ№"],
  ["ascii", "latin", range(0x20, 0x7e) + "\u00a0§«·»×–—‘’“”•…−"],
];
for (const [name, script, letters] of files) {
  const font = fs.readFileSync(`node_modules/@fontsource-variable/golos-text/files/golos-text-${script}-wght-normal.woff2`);
  const cut = await subset(font, letters, { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 600, default: 400 } } });
  fs.writeFileSync(`${out}/golos-text-${name}.woff2`, cut);
}
