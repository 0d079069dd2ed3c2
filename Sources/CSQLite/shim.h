#pragma once
#include <sqlite3.h>

#if SQLITE_VERSION_NUMBER < 3038000
/* Older libraries cannot say which token is to blame. https://www.sqlite.org/c3ref/errcode.html */
static inline int sqlite3_error_offset(sqlite3 *connection) {
	(void)connection;
	return -1;
}
#endif
