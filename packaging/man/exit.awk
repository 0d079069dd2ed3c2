# Makes the section EXIT STATUS of rung(1) from the table of README.md.
#
# usage: awk -f text.awk -f exit.awk README.md

/^\| exit status / {
	inside = 1
	print ".SH EXIT STATUS"
	next
}
!/^\|/ { inside = 0 }
inside && /^\| [0-9]/ {
	gsub(/`/, "")
	sub(/^\| /, "")
	sub(/ \|$/, "")
	cut = index($0, " | ")
	print ".TP\n.B " substr($0, 1, cut - 1)
	say(escaped(substr($0, cut + 3)))
}
