# Makes the list of keys of rung.toml(5) from the table below '## Settings' of docs/guide.md.
#
# usage: awk -f text.awk -f settings.awk docs/guide.md

# Markdown without its marks: of a link remains its text, and code is bold.
function plain(text) {
	while (match(text, /\]\([^)]*\)/)) text = substr(text, 1, RSTART - 1) substr(text, RSTART + RLENGTH)
	text = escaped(text)
	while (match(text, /\[[^]]*/)) {
		if (text ~ /`[^`]*\[[^`]*`/) break
		text = substr(text, 1, RSTART - 1) substr(text, RSTART + 1)
	}
	while (match(text, /`[^`]*`/))
		text = substr(text, 1, RSTART - 1) "\\fB" substr(text, RSTART + 1, RLENGTH - 2) "\\fR" substr(text, RSTART + RLENGTH)
	return text
}

/^## / { inside = $0 == "## Settings" }
inside && /^\| `/ {
	sub(/^\| /, "")
	sub(/ \|$/, "")
	sub(/; see below/, "")
	split($0, cell, / *\| */)
	sub(/ +$/, "", cell[4])
	print ".TP"
	print plain(cell[1])
	say(plain(capital(cell[4])) ".")
	if (cell[3] != "") say("Default: " plain(cell[3]) ".")
	if (cell[2] != "") say("Variable: " plain(cell[2]) ".")
}
