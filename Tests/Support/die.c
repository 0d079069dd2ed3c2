/* die: kills its own program before the N-th call that changes a file; N is RUNG_TEST_DIE_AT.
 *
 * cc -shared -fPIC -o die.so die.c && LD_PRELOAD=./die.so RUNG_TEST_DIE_AT=3 PROGRAM
 *
 * Counted are making, writing, syncing, cutting, renaming and removing files and folders, and nothing else; standard
 * output and error do not count, nor do the programs that the program starts. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static long left;

__attribute__((constructor)) static void begin(void) {
  const char *number = getenv("RUNG_TEST_DIE_AT");
  left = number ? atol(number) : 0;
  unsetenv("RUNG_TEST_DIE_AT");
  unsetenv("LD_PRELOAD");
}

/* Dies if it is time. SIGKILL cannot be caught, and nothing is flushed. */
static void step(void) {
  if (left > 0 && --left == 0) raise(SIGKILL);
}

static void step_if_file(int descriptor) {
  struct stat found;
  if (descriptor > 2 && fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode)) step();
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                         \
  int name(const char *path, int flags, ...) {             \
    va_list rest;                                          \
    va_start(rest, flags);                                 \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                          \
    if (flags & O_CREAT) step();                           \
    return REAL(name)(path, flags, mode);                  \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                       \
  int name(int folder, const char *path, int flags, ...) { \
    va_list rest;                                          \
    va_start(rest, flags);                                 \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                          \
    if (flags & O_CREAT) step();                           \
    return REAL(name)(folder, path, flags, mode);          \
  }
OPENAT(openat)
OPENAT(openat64)

/* A call with a descriptor counts if that is of a file. */
#define ON_FILE(type, name, parameters, ...) \
  type name parameters {                     \
    step_if_file(descriptor);                \
    return REAL(name)(__VA_ARGS__);          \
  }
ON_FILE(ssize_t, write, (int descriptor, const void *bytes, size_t count), descriptor, bytes, count)
ON_FILE(ssize_t, pwrite, (int descriptor, const void *bytes, size_t count, off_t place), descriptor, bytes, count, place)
ON_FILE(ssize_t, pwrite64, (int descriptor, const void *bytes, size_t count, off64_t place), descriptor, bytes, count,
        place)
ON_FILE(int, fsync, (int descriptor), descriptor)
ON_FILE(int, fdatasync, (int descriptor), descriptor)
ON_FILE(int, ftruncate, (int descriptor, off_t size), descriptor, size)
ON_FILE(int, ftruncate64, (int descriptor, off64_t size), descriptor, size)

#define ON_PATH(name, parameters, ...) \
  int name parameters {                \
    step();                            \
    return REAL(name)(__VA_ARGS__);    \
  }
ON_PATH(mkdir, (const char *path, mode_t mode), path, mode)
ON_PATH(rmdir, (const char *path), path)
ON_PATH(unlink, (const char *path), path)
ON_PATH(unlinkat, (int folder, const char *path, int flags), folder, path, flags)
ON_PATH(rename, (const char *old, const char *new), old, new)
ON_PATH(renameat, (int folder, const char *old, int target, const char *new), folder, old, target, new)
ON_PATH(renameat2, (int folder, const char *old, int target, const char *new, unsigned flags), folder, old, target, new,
        flags)
