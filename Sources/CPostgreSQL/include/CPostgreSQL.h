#pragma once

/* libpq's own header: its types, and the functions that libpq.c finds when they are first called. */
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

/* Whether libpq is on this machine; it is loaded by the first call. */
int rung_pg_is_there(void);

/* Swift does not see macros that stand for characters; these are the fields of an error report.
   https://www.postgresql.org/docs/current/protocol-error-fields.html */
static const int rung_pg_severity = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int rung_pg_sqlstate = PG_DIAG_SQLSTATE;
static const int rung_pg_message = PG_DIAG_MESSAGE_PRIMARY;
static const int rung_pg_detail = PG_DIAG_MESSAGE_DETAIL;
static const int rung_pg_hint = PG_DIAG_MESSAGE_HINT;
static const int rung_pg_context = PG_DIAG_CONTEXT;
static const int rung_pg_position = PG_DIAG_STATEMENT_POSITION;
