#!/bin/sh
# Builds web/asset from assets: the stylesheets, the typeface, the scripts and their licences.
# The result is committed and the same, byte for byte, on every rebuild, so that
# the program itself needs no Node. Needs Node 20.19 or newer and npm.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"
out=../web/asset/file

npm ci --ignore-scripts --silent
mkdir -p "$out"
rm -f "$out"/*.css "$out"/*.woff2 "$out"/*.js "$out"/LICENSE-*
./node_modules/.bin/sass --load-path=node_modules --style=compressed --no-source-map --quiet-deps \
	sass/ruqsat.scss "$out/work.css"
node drop.mjs "$out" # what no page uses; and ruqsat.css, without what only workplaces use
node font.mjs "$out"
cp node_modules/@fontsource-variable/golos-text/LICENSE "$out/LICENSE-golos-text.txt"
cp licence/govuk-frontend.txt "$out/LICENSE-govuk-frontend.txt"
cp script/ruqsat.js "$out/ruqsat.js"
cat script/staff/*.js >"$out/staff.js" # one after another by name, each a function of its own
chmod 644 "$out"/*
