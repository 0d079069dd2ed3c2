# Rules for migrations, to be included by a Makefile. REVISION=0002 goes to a revision.
#
#   migrate          apply pending migrations
#   migrate-status   show what is applied and what is pending
#   migrate-down     revert the last migration, or go down to REVISION
#   migrate-dry-run  print the SQL that 'make migrate' would run
#   migrate-new      make a new migration: make migrate-new m="add users"
#
# RUNG_PREFIX=db- makes db-migrate of migrate, and so on. They are pattern rules, each for one name: a rule that the
# Makefile has for a name wins, wherever it stands, and none of them is what 'make' alone makes. Do not list the names
# in .PHONY: make would look for no pattern then.

RUNG ?= rung
RUNG_PREFIX ?=
REVISION ?=

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

.PHONY: .rung-always
