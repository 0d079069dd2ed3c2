# Functions for the texts of manual pages.

function escaped(text) {
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	return text
}

# Prints a text, of which 'begin' stands before it, in lines of a page's source; it is escaped already.
function say(text, begin,    words, count, i, line) {
	count = split(text, words, " ")
	line = begin words[1]
	for (i = 2; i <= count; i++) {
		if (length(line " " words[i]) > 78) {
			print line ~ /^['.]/ ? "\\&" line : line
			line = words[i]
		} else line = line " " words[i]
	}
	print line ~ /^['.]/ ? "\\&" line : line
}

function capital(text) { return toupper(substr(text, 1, 1)) substr(text, 2) }
