// Makes the two stylesheets of the whole one: node drop.mjs OUT. OUT/work.css, of the workplaces, loses the classes
// of the design system that no page uses: they stand in unused.txt, one pattern a line. OUT/ruqsat.css, of the
// public pages and the cabinets, loses besides them the classes of our own that stand in no page of theirs.
// Package asset's tests fail when a page uses what its stylesheet does not have.
import fs from "node:fs";
import postcss from "postcss";

const out = process.argv[2];
const pages = "../web";

// A file of a workplace draws the frame of one, and no public page; or its name says so.
function workplace(name, text) {
  return text.includes("@part.Staff(") ? !text.includes("@part.Public(") : /^(work|counter|intake|report|audit|police)/.test(name);
}

function publicText() {
  const files = fs.readdirSync(pages).filter((n) => n.endsWith(".templ"))
    .filter((n) => !workplace(n, fs.readFileSync(`${pages}/${n}`, "utf8"))).map((n) => `${pages}/${n}`);
  const parts = fs.readdirSync(`${pages}/part`).filter((n) => n.endsWith(".templ") || (n.endsWith(".go") && !/_(templ|test)\.go$/.test(n)));
  return [...files, ...parts.map((n) => `${pages}/part/${n}`), "script/ruqsat.js"].map((f) => fs.readFileSync(f, "utf8")).join("\n");
}

function drop(css, unused) {
  const sheet = postcss.parse(css);
  sheet.walkRules((rule) => {
    const selectors = rule.selectors.filter((s) => !unused(s.replace(/:not\([^)]*\)|:is\([^)]*\)|:has\([^)]*\)/g, "")));
    if (selectors.length === rule.selectors.length) return;
    if (selectors.length) rule.selector = selectors.join(",");
    else rule.remove();
  });
  sheet.walkAtRules((at) => {
    if (at.nodes && at.nodes.length === 0) at.remove();
  });
  return sheet.toString();
}

const names = fs.readFileSync("unused.txt", "utf8").trim().split("\n");
const unused = new RegExp(`\\.(?:${names.join("|")})(?![\\w-])`);
const work = drop(fs.readFileSync(`${out}/work.css`, "utf8"), (s) => unused.test(s));
fs.writeFileSync(`${out}/work.css`, work);

// A modifier such as rq-due--soon is put together in Go: it is kept with its base.
const used = new Set(publicText().match(/rq-[a-z0-9_-]+/g));
const frame = /\.rq-(staff|bar|tabs|find|langs|next|sign|viewer|duty|scan)(__|--|(?![\w-]))/; // drawn in part, for workplaces
const foreign = (s) => frame.test(s) ||
  (s.match(/\.rq-[\w-]+/g) || []).some((c) => !used.has(c.slice(1)) && !used.has(c.slice(1).split("--")[0]) && !used.has(c.slice(1).replace(/-[^-]*$/, "-")));
fs.writeFileSync(`${out}/ruqsat.css`, drop(work, foreign));
