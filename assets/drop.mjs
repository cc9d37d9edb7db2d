// Drops from the stylesheets what no page uses: node drop.mjs FILE... The classes stand in unused.txt, one
// pattern a line; package asset's test fails when a page begins to use one of them.
import fs from "node:fs";
import postcss from "postcss";

const names = fs.readFileSync("unused.txt", "utf8").trim().split("\n");
const unused = new RegExp(`\\.(?:${names.join("|")})(?![\\w-])`);
const kept = (selector) => !unused.test(selector.replace(/:not\([^)]*\)/g, ""));

for (const file of process.argv.slice(2)) {
  const sheet = postcss.parse(fs.readFileSync(file, "utf8"));
  sheet.walkRules((rule) => {
    const selectors = rule.selectors.filter(kept);
    if (selectors.length === rule.selectors.length) return;
    if (selectors.length) rule.selector = selectors.join(",");
    else rule.remove();
  });
  sheet.walkAtRules((at) => {
    if (at.nodes && at.nodes.length === 0) at.remove();
  });
  fs.writeFileSync(file, sheet.toString());
}
