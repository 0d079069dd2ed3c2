# Rules for migrations, to be included by a Makefile. REVISION=0002 goes to a revision.

RUNG ?= rung
REVISION ?=

.PHONY: migrate migrate-status migrate-down migrate-dry-run migrate-new

migrate: ## apply pending migrations
	@$(RUNG) upgrade $(REVISION)

migrate-status: ## show what is applied and what is pending
	@$(RUNG) status

migrate-down: ## revert the last migration, or go down to REVISION
	@$(RUNG) downgrade $(REVISION)

migrate-dry-run: ## print the SQL that 'make migrate' would run
	@$(RUNG) upgrade $(REVISION) --dry-run

migrate-new: ## make a new migration: make migrate-new m="add users"
	@$(RUNG) create-migration -m "$(m)"
