#!/usr/bin/env bash
# Rebuilds src/extract/tagger/names.bin, the name model, from the annotated texts.
#
#   tools/train.sh FOLDER
#
# FOLDER holds the texts that docs/model-card.md names, packed with xz. The same texts and lists give the same bytes.
set -euo pipefail
texts=$(cd "${1:?usage: tools/train.sh FOLDER}" && pwd)
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in clusters.tsv gmb-voted.iob2.txt wikipedia-harmonised.iob2.txt uner-ewt.iob2.txt; do
  xz -dc "$texts/$name.xz" > "$work/$name"
done

# What people annotated counts twice.
people=("$work"/{wikipedia-harmonised,uner-ewt}.iob2.txt)
cargo run --quiet --release --features train --bin dateline-train -- \
  src/extract/tagger/names.bin "$work/clusters.tsv" \
  src/extract/tagger/lists/*.txt src/text/gazetteer/*.txt -- \
  "$work"/gmb-voted.iob2.txt "${people[@]}" "${people[@]}" tools/train/own/*.txt tools/train/own/*.txt
