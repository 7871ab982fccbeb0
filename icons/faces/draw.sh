#!/bin/sh
# Draws the tray's faces: the one drawing with a badge on it, and for macOS the book alone with the
# badge's outline cut out. Needs npm for Tauri's renderer. Run at the root of the source.
set -eu
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
inner() { sed -e '/<svg/d' -e '/<\/svg>/d' -e '/<title>/d' "$1"; }
render() { # FACE: renders the drawing on standard input
  cat >"$work/$1.svg"
  npx --yes @tauri-apps/cli@2.12.5 icon "$work/$1.svg" -o "$work/$1" --png 64 >/dev/null
  cp "$work/$1/64x64.png" "icons/faces/$1.png"
}
for face in soon paused trouble; do
  { sed '/<\/svg>/d' icons/storytime.svg; inner "icons/faces/$face.svg"; echo '</svg>'; } | render "$face"
done
render template-normal <icons/faces/template.svg
template() { # FACE CUT BADGE: cuts the shape CUT out of the book and lays BADGE into the gap
  { echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><defs><mask id="m">'
    echo "<rect width=\"64\" height=\"64\" fill=\"#fff\"/><g fill=\"#000\" stroke=\"#000\">$2</g></mask></defs>"
    echo '<g mask="url(#m)">'; inner icons/faces/template.svg; echo "</g>$3</svg>"; } | render "template-$1"
}
template soon '<circle cx="46" cy="46" r="18"/>' \
  '<path fill-rule="evenodd" d="M46 31a15 15 0 1 0 .01 0zM43.500 37h5v8l6 4.500-3 4-8-6z"/>'
template paused '<rect x="28" y="28" width="36" height="36"/>' \
  '<path d="M34 33h9v29h-9zM51 33h9v29h-9z"/>'
template trouble '<path d="M44 24 62 61H26z" stroke-width="9" stroke-linejoin="round"/>' \
  '<path fill-rule="evenodd" d="M44 25 64 63H24zM41.300 38h5.400v12h-5.400zM41.300 53h5.400v5h-5.400z"/>'
