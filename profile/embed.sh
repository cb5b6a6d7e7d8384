#!/bin/sh
# embed.sh FILE.yaml... -- prints builtin.c: the files' text, and an index of their names.
#
# The name of a file's folder says its kind.  The index is made from the lines that begin with
# `name:`, `about:` and `unverified:`, so that listing needs no reading of YAML at run time.
set -eu
export LC_ALL=C

sorted=$(for file; do
    id=${file##*/}
    case $file in
    model_profiles/*) echo "0 ${id%.yaml} $file" ;;
    hardware_profiles/*) echo "1 ${id%.yaml} $file" ;;
    scenarios/*) echo "2 ${id%.yaml} $file" ;;
    claims/*) echo "3 ${id%.yaml} $file" ;;
    *) echo "embed.sh: $file is in no folder of profiles" >&2; exit 1 ;;
    esac
done | sort | cut -d ' ' -f 3)

echo '/* Made by profile/embed.sh. */'
echo '#include "profile/builtin.h"'
echo 'const unsigned char builtin_text[] = {'
# awk 1 ends the last line of each file, as the index counts it.  No name holds a blank.
# shellcheck disable=SC2086
if [ -n "$sorted" ]; then
    awk 1 $sorted | od -An -v -tu1 | sed 's/  */,/g; s/^,//; s/$/,/'
fi
echo '0 };'
echo 'const Builtin builtin_files[] = {'
# shellcheck disable=SC2086
awk '
function flush() {
    if (path == "") return
    id = path; sub(/.*\//, "", id); sub(/\.yaml$/, "", id)
    kind = path ~ /^model/ ? 0 : path ~ /^hardware/ ? 1 : path ~ /^scenarios/ ? 2 : 3
    printf "    { %d, %s, \"%s\", \"%s\", \"%s\", %d, %d },\n", kind, rumour, id, name == "" ? id : name, about, start, size
    start += size; count++
}
# The text of a one-line scalar as a C string: its own quotes off, escapes kept.
function text(line) {
    sub(/^[a-z]*:[ ]*/, "", line); sub(/[ ]*$/, "", line)
    if (line ~ /^".*"$/) return substr(line, 2, length(line) - 2)
    if (line ~ /^\047.*\047$/) { line = substr(line, 2, length(line) - 2); gsub(/\047\047/, "\047", line) }
    gsub(/\\/, "\\\\", line); gsub(/"/, "\\\"", line)
    return line
}
FNR == 1 { flush(); path = FILENAME; size = 0; name = about = ""; rumour = "false" }
{ size += length($0) + 1 }
/^name:/ { name = text($0) }
/^about:/ { about = text($0) }
/^unverified:[ ]*(yes|true|on|1)/ { rumour = "true" }
END { flush(); printf "    { 0, false, \"\", \"\", \"\", %d, 0 },\n};\nconst int builtin_count = %d;\n", start, count }
' $sorted /dev/null
