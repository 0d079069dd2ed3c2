# Rules for migrations, to be included by a Makefile. REVISION=0002 goes to a revision.
#
#   migrate          apply pending migrations
#   migrate-status   show what is applied and what is pending
#   migrate-down     revert the last migration, or go down to REVISION
#   migrate-dry-run  print the SQL that 'make migrate' would run
#   migrate-new      make a new migration: make migrate-new m="add users"
#   migrate-check    check every migration file, without a database
#   migrate-lint     say what pending migrations do to others
#   migrate-verify   run pending migrations up, down and up in a scratch copy
#   migrate-all      apply pending migrations to every target: make -j16 migrate-all FIRST=5 upgrades five of them before
#                    the others; a target that fails stops no other one; a table at the end says what happened;
#                    PART=2/8 takes every eighth target, beginning with the second
#   migrate-help     print this
#
# RUNG_PREFIX=db- makes db-migrate of migrate, and so on. They are pattern rules, each for one name: a rule that the
# Makefile has for a name wins, wherever it stands, and none of them is what 'make' alone makes. Do not list the names
# in .PHONY: make would look for no pattern then.

RUNG ?= rung
RUNG_PREFIX ?=
REVISION ?=
FIRST ?= 0
PART ?=
RUNG_RULES := $(lastword $(MAKEFILE_LIST))

$(RUNG_PREFIX)m%grate: .rung-always
	@$(RUNG) upgrade $(REVISION)

$(RUNG_PREFIX)migrate-st%tus: .rung-always
	@$(RUNG) status

$(RUNG_PREFIX)migrate-d%wn: .rung-always
	@$(RUNG) downgrade $(REVISION)

$(RUNG_PREFIX)migrate-dry-%un: .rung-always
	@$(RUNG) upgrade $(REVISION) --dry-run

$(RUNG_PREFIX)migrate-%ew: .rung-always
	@$(RUNG) create-migration -m "$(m)"

$(RUNG_PREFIX)migrate-ch%ck: .rung-always
	@$(RUNG) check

$(RUNG_PREFIX)migrate-l%nt: .rung-always
	@$(RUNG) lint

$(RUNG_PREFIX)migrate-v%rify: .rung-always
	@$(RUNG) verify

# The list of targets is read once, and another make works through it.
$(RUNG_PREFIX)migrate-a%l: .rung-always
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(RUNG) targets --write "$$folder/.list" >"$$folder/.all" && \
	awk -v part='$(PART)' 'split(part, p, "/") < 2 || NR % p[2] == p[1] % p[2]' "$$folder/.all" >"$$folder/.names" && \
	RUNG_TARGETS_FROM="$$folder/.list" $(MAKE) --no-print-directory -f '$(RUNG_RULES)' RUNG_ALL="$$folder" .rung-all

$(RUNG_PREFIX)migrate-h%lp: .rung-always
	@sed -n '/^#   /s/^#   //p' '$(RUNG_RULES)'

.PHONY: .rung-always

ifdef RUNG_ALL
RUNG_NAMES := $(shell cat '$(RUNG_ALL)/.names')
RUNG_FIRST := $(wordlist 1,$(FIRST),$(RUNG_NAMES))

# Each target that was reached has a file: its name, the status, and what happened, with tabs between them.
define RUNG_TABLE
cd '$(RUNG_ALL)' && cat /dev/null $$(ls) | sort -s -t '	' -k 2n | awk -F '	' ' \
	{ printf "%-24s %-9s %s\n", $$1, $$2 ? "FAILED " $$2 : "ok", $$3; failed += $$2 > 0 } \
	END { printf "%d targets: %d upgraded, %d failed, %d not started\n", \
	$(words $(RUNG_NAMES)), NR - failed, failed, $(words $(RUNG_NAMES)) - NR; exit failed > 0 }'
endef

.PHONY: .rung-all
.rung-all: $(RUNG_NAMES:%=$(RUNG_ALL)/%)
	@$(RUNG_TABLE)

$(filter-out $(RUNG_FIRST:%=$(RUNG_ALL)/%),$(RUNG_NAMES:%=$(RUNG_ALL)/%)): | $(RUNG_ALL)/.first
$(RUNG_ALL)/.first: $(RUNG_FIRST:%=$(RUNG_ALL)/%)
	@cat /dev/null $^ | awk -F '	' '$$2 { exit 1 }' || { $(RUNG_TABLE); }

$(RUNG_ALL)/%:
	@said=$$($(RUNG) upgrade $(REVISION) --target '$*' --summary 2>&1); status=$$?; \
	case $$said in *error:*) said=error:$${said#*error:} ;; esac; \
	printf '%s\t%s\t%s\n' '$*' "$$status" "$${said%%[[:cntrl:]]*}" >'$@'
endif
