/* overhear: looks for the tests' passwords in what Rung writes, and in what it and its drivers start.
 *
 * cc -shared -fPIC -o overhear.so overhear.c
 * LD_PRELOAD=./overhear.so OVERHEAR_SECRETS=FILE OVERHEAR_INTO=FOLDER PROGRAM
 *
 * Rung's standard output and error, and every file that it or a driver writes and others may read; the arguments of each
 * program that is started below Rung; and a variable with a password that Rung itself did not inherit, unless it is
 * given to a driver or to pg_dump. FILE has a password a line. One that is found is told by a file in FOLDER, and FOLDER/looked has a
 * line for each run of Rung: how many bytes it wrote and how many programs it started. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

enum { LONGEST = 64, DESCRIPTORS = 64 };
enum role { STRANGER, RUNG, DRIVER, BELOW };

static enum role role;
static const char *folder;
static char secrets[4096];
static char **inherited;
static long written, started;
/* The end of what was written to each descriptor, for a password that comes in two pieces. */
static struct { char text[LONGEST]; size_t size; } ends[DESCRIPTORS];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const char *last_part(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static void append(const char *name, const char *text, size_t size) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0) return;
  syscall(SYS_write, file, text, size);
  syscall(SYS_close, file);
}

/* Whether a text holds one of the passwords. */
static int holds_secret(const char *text, size_t size) {
  for (const char *secret = secrets; *secret;) {
    size_t length = strcspn(secret, "\n");
    if (length && memmem(text, size, secret, length)) return 1;
    secret += length + (secret[length] == '\n');
  }
  return 0;
}

static void tell(const char *where, const char *text, size_t size) {
  char name[64], head[512];
  snprintf(name, sizeof name, "secret-%d", getpid());
  int length = snprintf(head, sizeof head, "%s, by %s:\n", where, program_invocation_short_name);
  append(name, head, length);
  append(name, text, size > 4000 ? 4000 : size);
  append(name, "\n", 1);
}

/* The beginning of a file, which ends with a zero; false if it cannot be read. */
static int read_file(const char *path, char *text, size_t room) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t size = file < 0 ? -1 : read(file, text, room - 1);
  if (file >= 0) close(file);
  text[size < 0 ? 0 : size] = 0;
  return size > 0 ? (int)size : 0;
}

/* Programs that are run through a shell are known by their second word. */
static enum role find_role(void) {
  char path[4096], words[4096];
  ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
  if (size > 0) {
    path[size] = 0;
    if (strcmp(last_part(path), "rung") == 0) return RUNG;
  }
  if (!getenv("OVERHEAR_BELOW")) return STRANGER;
  size = read_file("/proc/self/cmdline", words, sizeof words);
  const char *second = words + strlen(words) + 1;
  int is_script = second < words + size && strncmp(last_part(second), "rung-driver-", 12) == 0;
  return is_script ? DRIVER : BELOW;
}

__attribute__((constructor)) static void begin(void) {
  folder = getenv("OVERHEAR_INTO");
  const char *path = getenv("OVERHEAR_SECRETS");
  if (!folder || !path || !read_file(path, secrets, sizeof secrets)) return;
  role = find_role();
  if (role != RUNG) return;
  size_t count = 0;
  while (environ[count]) count++;
  inherited = calloc(count + 1, sizeof *inherited);
  for (size_t i = 0; inherited && i < count; i++) inherited[i] = strdup(environ[i]);
}

/* The variables of a program that Rung starts, and the mark by which it is known. setenv would move 'environ', from which
 * Swift finds the arguments of its program. */
static char **with_mark(char *const variables[]) {
  size_t count = 0;
  while (variables && variables[count]) count++;
  char **marked = calloc(count + 2, sizeof *marked);
  if (!marked) abort();
  for (size_t i = 0; i < count; i++) marked[i] = variables[i];
  marked[count] = "OVERHEAR_BELOW=yes";
  return marked;
}

__attribute__((destructor)) static void end(void) {
  if (role != RUNG) return;
  char line[64];
  append("looked", line, snprintf(line, sizeof line, "%ld %ld\n", written, started));
}

/* Whether others may read what is written to a descriptor. */
static int is_open_to_others(int descriptor) {
  struct stat found;
  if (role == RUNG && (descriptor == 1 || descriptor == 2)) return 1;
  if (role != RUNG && role != DRIVER) return 0;
  return fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode) && (role == RUNG || found.st_mode & 077);
}

static void look(int descriptor, const char *bytes, size_t size) {
  if (descriptor < 0 || descriptor >= DESCRIPTORS || !is_open_to_others(descriptor)) return;
  written += size;
  size_t kept = ends[descriptor].size;
  char *text = malloc(kept + size);
  if (!text) return;
  memcpy(text, ends[descriptor].text, kept);
  memcpy(text + kept, bytes, size);
  if (holds_secret(text, kept + size)) {
    char where[32];
    snprintf(where, sizeof where, "written to %d", descriptor);
    tell(where, text, kept + size);
    ends[descriptor].size = 0;
  } else {
    size_t rest = kept + size < LONGEST ? kept + size : LONGEST;
    memcpy(ends[descriptor].text, text + kept + size - rest, rest);
    ends[descriptor].size = rest;
  }
  free(text);
}

static int was_inherited(const char *variable) {
  for (char **known = inherited; known && *known; known++)
    if (strcmp(*known, variable) == 0) return 1;
  return 0;
}

/* Whether a program needs the password to reach the database: a driver, which may be a text that a shell is given, or
 * pg_dump. */
static int needs_password(const char *path, char *const words[]) {
  if (strcmp(last_part(path), "pg_dump") == 0) return 1;
  for (size_t i = 0; words && words[i] && i < 16; i++)
    if (strncmp(last_part(words[i]), "rung-driver-", 12) == 0) return 1;
  return strncmp(last_part(path), "rung-driver-", 12) == 0;
}

/* A program is about to be started. */
static void look_at_start(const char *path, char *const words[], char *const variables[]) {
  if (role == STRANGER) return;
  started++;
  for (size_t i = 0; words && words[i]; i++)
    if (holds_secret(words[i], strlen(words[i]))) tell("in arguments", words[i], strlen(words[i]));
  if (role != RUNG || needs_password(path, words)) return;
  for (size_t i = 0; variables && variables[i]; i++)
    if (holds_secret(variables[i], strlen(variables[i])) && !was_inherited(variables[i])) {
      tell(path, variables[i], strlen(variables[i]));
    }
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  if (role) look(descriptor, bytes, size);
  return REAL(write)(descriptor, bytes, size);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *stream) {
  if (role && (stream == stdout || stream == stderr)) look(fileno(stream), bytes, size * count);
  return REAL(fwrite)(bytes, size, count, stream);
}

int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const words[], char *const variables[]) {
  look_at_start(path, words, variables);
  char **marked = role == RUNG ? with_mark(variables) : NULL;
  int status = REAL(posix_spawn)(process, path, actions, attributes, words, marked ? marked : variables);
  free(marked);
  return status;
}

int posix_spawnp(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const words[], char *const variables[]) {
  look_at_start(path, words, variables);
  char **marked = role == RUNG ? with_mark(variables) : NULL;
  int status = REAL(posix_spawnp)(process, path, actions, attributes, words, marked ? marked : variables);
  free(marked);
  return status;
}

int execve(const char *path, char *const words[], char *const variables[]) {
  look_at_start(path, words, variables);
  return REAL(execve)(path, words, variables);
}

int execv(const char *path, char *const words[]) {
  look_at_start(path, words, environ);
  return REAL(execv)(path, words);
}

int execvp(const char *path, char *const words[]) {
  look_at_start(path, words, environ);
  return REAL(execvp)(path, words);
}
