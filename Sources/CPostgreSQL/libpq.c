/* libpq, loaded when it is first needed: an executable that is linked with it would load it and thirty libraries
   behind it at every start, and would not start at all on a machine without it. */

#define _GNU_SOURCE
#include "CPostgreSQL.h"
#include <dlfcn.h>
#include <stddef.h>

/* Bound to itself first, so that it does not find the functions below in the place of its own. */
#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#undef RTLD_DEEPBIND /* the sanitizers' own functions would be passed over */
#endif
#endif
#ifdef RTLD_DEEPBIND
#define MODE (RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND)
#else
#define MODE (RTLD_NOW | RTLD_LOCAL)
#endif

static void *library(void) {
  static void *handle;
  static const char *const names[] = {
      "libpq.so.5", "libpq.5.dylib", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib",
      "/usr/local/opt/libpq/lib/libpq.5.dylib", NULL};
  for (int i = 0; handle == NULL && names[i] != NULL; i++) handle = dlopen(names[i], MODE);
  return handle;
}

static void *function(const char *name) { return library() == NULL ? NULL : dlsym(library(), name); }

__attribute__((visibility("hidden"))) int rung_pg_is_there(void) { return function("PQconnectdbParams") != NULL; }

/* A function of libpq's under its own name; without libpq it gives nothing. */
#define FORWARD(type, name, parameters, arguments)                        \
  __attribute__((visibility("hidden"))) type name parameters {            \
    static type(*found) parameters;                                       \
    if (found == NULL) found = (type(*) parameters)function(#name);       \
    return found == NULL ? (type)0 : found arguments;                     \
  }
#define FORWARD_VOID(name, parameters, arguments)                         \
  __attribute__((visibility("hidden"))) void name parameters {            \
    static void (*found) parameters;                                      \
    if (found == NULL) found = (void (*) parameters)function(#name);      \
    if (found != NULL) found arguments;                                   \
  }

FORWARD(PGconn *, PQconnectdbParams, (const char *const *names, const char *const *values, int expand),
        (names, values, expand))
FORWARD_VOID(PQfinish, (PGconn * connection), (connection))
FORWARD(ConnStatusType, PQstatus, (const PGconn *connection), (connection))
FORWARD(PGTransactionStatusType, PQtransactionStatus, (const PGconn *connection), (connection))
FORWARD(char *, PQerrorMessage, (const PGconn *connection), (connection))
FORWARD(PQconninfoOption *, PQconninfo, (PGconn * connection), (connection))
FORWARD(PQconninfoOption *, PQconninfoParse, (const char *text, char **message), (text, message))
FORWARD_VOID(PQconninfoFree, (PQconninfoOption * options), (options))
FORWARD_VOID(PQfreemem, (void *memory), (memory))
FORWARD(PQnoticeReceiver, PQsetNoticeReceiver, (PGconn * connection, PQnoticeReceiver receiver, void *context),
        (connection, receiver, context))
FORWARD(int, PQsendQuery, (PGconn * connection, const char *query), (connection, query))
FORWARD(char *, PQhost, (const PGconn *connection), (connection))
FORWARD(char *, PQport, (const PGconn *connection), (connection))
FORWARD(PGcancel *, PQgetCancel, (PGconn * connection), (connection))
FORWARD(int, PQcancel, (PGcancel * cancel, char *message, int length), (cancel, message, length))
FORWARD_VOID(PQfreeCancel, (PGcancel * cancel), (cancel))
FORWARD(int, PQbackendPID, (const PGconn *connection), (connection))
FORWARD(int, PQsocket, (const PGconn *connection), (connection))
FORWARD(int, PQconsumeInput, (PGconn * connection), (connection))
FORWARD(int, PQisBusy, (PGconn * connection), (connection))
FORWARD(PGresult *, PQgetResult, (PGconn * connection), (connection))
FORWARD(int, PQputCopyData, (PGconn * connection, const char *bytes, int count), (connection, bytes, count))
FORWARD(int, PQputCopyEnd, (PGconn * connection, const char *message), (connection, message))
FORWARD(int, PQgetCopyData, (PGconn * connection, char **bytes, int async), (connection, bytes, async))
FORWARD_VOID(PQclear, (PGresult * result), (result))
FORWARD(ExecStatusType, PQresultStatus, (const PGresult *result), (result))
FORWARD(char *, PQresultErrorMessage, (const PGresult *result), (result))
FORWARD(char *, PQresultErrorField, (const PGresult *result, int field), (result, field))
FORWARD(int, PQnfields, (const PGresult *result), (result))
FORWARD(int, PQntuples, (const PGresult *result), (result))
FORWARD(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column))
FORWARD(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column))
FORWARD(int, PQlibVersion, (void), ())
