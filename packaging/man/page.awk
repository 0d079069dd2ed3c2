# Makes a manual page of the help that 'rung help COMMAND' prints where no line is too wide.
#
# usage: awk -f text.awk -f page.awk -v part=head|sub|tail -v name=NAME [-v date=DATE -v version=VERSION] < HELP
#   head  the page from its title to the options
#   sub   the section of a subcommand, with its own arguments and options
#   tail  examples, environment and further pages
# --version and --help are in rung(1) only.

# What is typed is bold; what stands for a value is in italics; brackets and bars are neither.
function label(text,    words, count, i, word, line) {
	count = split(text, words, " ")
	for (i = 1; i <= count; i++) {
		word = escaped(words[i])
		before = match(word, /^[[(]+/) ? substr(word, 1, RLENGTH) : ""
		word = substr(word, length(before) + 1)
		after = match(word, /[]),.]+$/) ? substr(word, RSTART) : ""
		word = substr(word, 1, length(word) - length(after))
		if (word ~ /^</) word = "\\fI" substr(word, 2, length(word) - 2) "\\fR"
		else if (word != "|" && word != "default") {
			gsub("/", "\\fR/\\fB", word)
			word = "\\fB" word "\\fR"
		}
		line = line (i > 1 ? " " : "") before word after
	}
	return line
}

# Prints the item that was read last.
function flush() {
	if (first == "" || part == "tail" || (name != "rung" && first ~ /--version|--help/)) {
		first = ""
		return
	}
	if (section != begun) print (part == "sub" ? ".PP\n" section ":" : ".SH " toupper(section))
	begun = section
	printf ".TP\n%s\n", label(first)
	if (second != "") say(escaped(second))
	first = ""
}

# A line of a table: two blanks, a name, two or more blanks, and what is said of it. A name that reaches to the column
# before the text has one blank behind it.
function cells(line) {
	cut = match(line, /[^ ]  +/)
	if (cut) {
		first = substr(line, 3, cut - 2)
		second = substr(line, cut + RLENGTH)
	} else if (section != "Examples" && substr(line, 26) ~ /^ [^<-]/) {
		first = substr(line, 3, 23)
		second = substr(line, 27)
	} else {
		first = substr(line, 3)
		second = ""
	}
	sub(/^# /, "", second)
}

function title() {
	about = abstract
	sub(/\.$/, "", about)
	printf ".TH %s 1 \"%s\" \"rung %s\" \"Rung\"\n", toupper(escaped(name)), date, version
	print ".SH NAME"
	say(escaped(tolower(substr(about, 1, 1)) substr(about, 2)), escaped(name) " \\- ")
}

/^OVERVIEW: / {
	section = "overview"
	abstract = substr($0, 11)
	next
}
/^USAGE: / {
	if (part == "head") {
		title()
		print ".SH SYNOPSIS\n" label(substr($0, 8)) "\n.SH DESCRIPTION"
		say(escaped(abstract))
	} else if (part == "sub") {
		print ".SS " escaped(name)
		say(escaped(abstract))
	}
	for (i = 1; i <= paragraphs && part != "tail"; i++) {
		print ".PP"
		say(escaped(paragraph[i]))
	}
	if (part == "sub") print ".PP\nUsage:\n" label(substr($0, 8))
	next
}
section == "overview" && NF { paragraph[++paragraphs] = $0 }
/^[A-Z]+:$/ {
	flush()
	section = substr($0, 1, 1) tolower(substr($0, 2, length($0) - 2))
	if (part == "tail" && $0 ~ /^E/) print ".SH " toupper(section)
	next
}
/^MORE: / {
	flush()
	if (part != "tail") exit
	print ".SH SEE ALSO"
	print (name == "rung" ? "" : ".BR rung (1),\n") ".BR rung.toml (5)"
	print ".PP\nThe page\n.I " escaped(substr($0, 7)) "\nof the documentation, in share/doc/rung."
	next
}
/^$/ || /^  See '/ { next }
section == "Examples" || section == "Environment" {
	if (part != "tail") next
	cells($0)
	print ".TP\n.B " escaped(first)
	say(escaped(second))
	first = ""
	next
}
section ~ /^(Arguments|Options|Subcommands)$/ {
	# A name that is long has a line of its own.
	if ($0 ~ /^   /) {
		sub(/^ +/, "")
		second = $0
	} else {
		flush()
		cells($0)
	}
}
END { flush() }
