/* Stands between a program and the C library (LD_PRELOAD): writes down what is done to the files below one folder,
   for the replay of power cuts, which programs are run and which networks asked for, and makes chosen calls fail. Linux only; made by tests/faults/disk.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 4, OPEN = 8, SHORT = 16, RENAME = 32, UNLINK = 64 };
#define MOST_FILES 4096

static char below[PATH_MAX], recorded_in[PATH_MAX];
static int record = -1;
static unsigned char tracked[MOST_FILES]; /* 0 not ours, 1 a file, 2 a folder */
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static int kinds, when, sticky, error_number, calls, hits;

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("DISK_BELOW"), *file = getenv("DISK_RECORD");
    if (folder && realpath(folder, below)) strcat(below, "/");
    if (file) record = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file) strncpy(recorded_in, file, PATH_MAX - 1);
}

void fault_arm(int which, int nth, int stays, int number) {
    kinds = which; when = nth; sticky = stays; error_number = number; calls = 0; hits = 0;
}

int fault_hits(void) { return hits; }

static int ours(const char *path) {
    char whole[PATH_MAX];
    if (!below[0] || !path) return 0;
    if (path[0] != '/') return 0;
    strncpy(whole, path, PATH_MAX - 1); whole[PATH_MAX - 1] = 0;
    return strncmp(whole, below, strlen(below)) == 0 || (strlen(whole) + 1 == strlen(below) && strncmp(whole, below, strlen(whole)) == 0);
}

static int fails(int kind) {
    int now = 0;
    pthread_mutex_lock(&one);
    if (kinds & kind) { calls++; now = sticky ? calls >= when : calls == when; if (now) hits++; }
    pthread_mutex_unlock(&one);
    if (now) errno = error_number;
    return now;
}

static void say(char what, uint64_t file, uint64_t place, const void *data, uint32_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    char head[21];
    if (record < 0) return;
    int kept = errno;
    head[0] = what;
    memcpy(head + 1, &file, 8); memcpy(head + 9, &place, 8); memcpy(head + 17, &length, 4);
    pthread_mutex_lock(&one);
    if (real(record, head, 21) != 21 || (length && real(record, data, length) != (ssize_t)length)) abort();
    pthread_mutex_unlock(&one);
    errno = kept;
}

static uint64_t inode(int handle) { struct stat s; return fstat(handle, &s) ? 0 : s.st_ino; }
static int kind_of(int handle) { return handle >= 0 && handle < MOST_FILES ? tracked[handle] : 0; }

static int opened(int handle, const char *path, int flags, int there) {
    struct stat s;
    if (handle < 0 || handle >= MOST_FILES) return handle;
    tracked[handle] = 0;
    if (!ours(path) || fstat(handle, &s)) return handle;
    tracked[handle] = S_ISDIR(s.st_mode) ? 2 : S_ISREG(s.st_mode) ? 1 : 0;
    if (tracked[handle] == 1) {
        if (!there) say('c', s.st_ino, 0, path, strlen(path));
        else if (flags & O_TRUNC) say('t', s.st_ino, 0, "", 0);
    }
    return handle;
}

static int do_open(const char *name, const char *path, int flags, mode_t mode) {
    int (*real)(const char *, int, mode_t) = dlsym(RTLD_NEXT, name);
    struct stat s;
    int mine = ours(path), there = mine && stat(path, &s) == 0;
    if (mine && (flags & O_CREAT) && fails(OPEN)) return -1;
    return opened(real(path, flags, mode), path, flags, there);
}

#define OPENS(name) int name(const char *path, int flags, ...) { \
    va_list more; va_start(more, flags); mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; va_end(more); \
    return do_open(#name, path, flags, mode); }
OPENS(open)
OPENS(open64)

int close(int handle) {
    REAL(int, "close", int);
    if (handle >= 0 && handle < MOST_FILES) tracked[handle] = 0;
    return real(handle);
}

static ssize_t shortened(int handle, size_t length, int *failed) {
    *failed = 0;
    if (kind_of(handle) != 1) return length;
    if (fails(WRITE)) { *failed = 1; return -1; }
    return fails(SHORT) && length > 1 ? (ssize_t)(length / 2) : (ssize_t)length;
}

ssize_t write(int handle, const void *data, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    int failed;
    if (handle == 1) say('a', 0, 0, data, length);
    length = shortened(handle, length, &failed);
    if (failed) return -1;
    uint64_t place = kind_of(handle) == 1 ? (uint64_t)lseek(handle, 0, SEEK_CUR) : 0;
    ssize_t done = real(handle, data, length);
    if (done > 0 && kind_of(handle) == 1) say('w', inode(handle), place, data, done);
    return done;
}

#define PWRITES(name, offset_type) ssize_t name(int handle, const void *data, size_t length, offset_type place) { \
    REAL(ssize_t, #name, int, const void *, size_t, offset_type); int failed; \
    length = shortened(handle, length, &failed); \
    if (failed) return -1; \
    ssize_t done = real(handle, data, length, place); \
    if (done > 0 && kind_of(handle) == 1) say('w', inode(handle), place, data, done); \
    return done; }
PWRITES(pwrite, off_t)
PWRITES(pwrite64, off64_t)

#define TRUNCATES(name, offset_type) int name(int handle, offset_type size) { \
    REAL(int, #name, int, offset_type); \
    if (kind_of(handle) == 1 && fails(TRUNCATE)) return -1; \
    int done = real(handle, size); if (!done && kind_of(handle) == 1) say('t', inode(handle), size, "", 0); return done; }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

#define SYNCS(name) int name(int handle) { \
    REAL(int, #name, int); char path[PATH_MAX], link[64]; ssize_t length; \
    if (kind_of(handle) && fails(SYNC)) return -1; \
    int done = real(handle); \
    if (!done && kind_of(handle) == 1) say('s', inode(handle), 0, "", 0); \
    if (!done && kind_of(handle) == 2) { \
        snprintf(link, sizeof link, "/proc/self/fd/%d", handle); length = readlink(link, path, sizeof path); \
        if (length > 0) say('d', 0, 0, path, length); } \
    return done; }
SYNCS(fsync)
SYNCS(fdatasync)

int socket(int domain, int type, int protocol) {
    REAL(int, "socket", int, int, int);
    if (domain != AF_UNIX) say('n', domain, 0, "", 0);
    return real(domain, type, protocol);
}

/* A child that is about to run another program has closed every file but its own three, and may share our memory. */
static void say_run(const char *path) {
    int kept = record, here = recorded_in[0] ? open(recorded_in, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
    record = here;
    say('x', 0, 0, path, strlen(path));
    record = kept;
    if (here >= 0) close(here);
}

int execve(const char *path, char *const words[], char *const surroundings[]) {
    REAL(int, "execve", const char *, char *const *, char *const *);
    say_run(path);
    return real(path, words, surroundings);
}

int execv(const char *path, char *const words[]) {
    REAL(int, "execv", const char *, char *const *);
    say_run(path);
    return real(path, words);
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    if (ours(path) && fails(UNLINK)) return -1;
    int done = real(path);
    if (!done && ours(path)) say('u', 0, 0, path, strlen(path));
    return done;
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    char both[2 * PATH_MAX];
    if (ours(to) && fails(RENAME)) return -1;
    int done = real(from, to);
    if (!done && ours(to)) {
        snprintf(both, sizeof both, "%s\n%s", from, to);
        say('r', 0, 0, both, strlen(both));
    }
    return done;
}
