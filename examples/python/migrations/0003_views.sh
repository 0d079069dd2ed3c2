# Description: One view for each role
case $1 in
up) words='CREATE VIEW %s_view AS SELECT id, name FROM roles WHERE name = '\''%s'\'';\n' ;;
down) words='DROP VIEW %s_view; -- %s\n' ;;
esac
for role in owner editor reader; do
	# shellcheck disable=SC2059 # the words are a format
	printf "$words" "$role" "$role"
done
