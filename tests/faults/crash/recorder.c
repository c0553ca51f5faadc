/* Preloaded into a program: writes down, in order, what it does to files below $RECORD_ROOT, into the file $RECORD_TO.
 *
 * One line per operation, then the raw bytes of a write:
 *     O inode created path | W inode offset length\n bytes | T inode size | S inode | D path (folder synced)
 *     R old\tnew | L old\tnew (linked) | Y target\tpath (symbolic link) | U path (unlinked) | M path (folder made) | K words
 * K is what the program says it promised: bytes that it writes to the file $RECORD_SAID. Memory maps are not seen:
 * SQLite's index of its log is one, and is never trusted after a crash.
 *
 * And it can play a disk that fails: after `fail_at(n, error)` the n-th operation from now on (from 0, reads included)
 * does nothing and returns the error, once; with error 0 the process is killed instead. `operations()` tells how many
 * there were so far. After `stop_at_each()` the process stops before each operation that changes something.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum kind { OTHER, PLAIN, FOLDER, SAID };
#define FDS 1024
static struct { enum kind kind; ino_t inode; char path[512]; } known[FDS];
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;

static long failing = -1, touched;
static int fault;
void fail_at(long n, int error) { failing = n, fault = error; }
long operations(void) { return touched; }

static int fails(void) {
    touched++;
    if (failing < 0 || failing--) return 0;
    if (!fault) kill(getpid(), SIGKILL);
    errno = fault;
    return 1;
}

static int stopping;
void stop_at_each(void) { stopping = 1; }
static void pause_before(void) {
    if (stopping) kill(getpid(), SIGSTOP);
}
static int change_fails(void) {
    pause_before();
    return fails();
}

static const char *below(const char *path) {
    const char *root = getenv("RECORD_ROOT");
    size_t length = root ? strlen(root) : 0;
    if (!length || strncmp(path, root, length) || (path[length] && path[length] != '/')) return NULL;
    return path[length] ? path + length + 1 : ".";
}

static void put(const void *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        ssize_t n = NEXT(write)(log_fd, (const char *)bytes + done, length - done);
        if (n <= 0) abort();
        done += (size_t)n;
    }
}

static void say(const void *bytes, size_t length, const char *format, ...) {
    char line[2 * PATH_MAX];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (log_fd < 0) log_fd = NEXT(open64)(getenv("RECORD_TO"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    put(line, (size_t)n);
    put(bytes, length);
}

static int opened(const char *path, int flags, mode_t mode, int (*real)(const char *, int, ...)) {
    const char *name = below(path), *said = getenv("RECORD_SAID");
    int is_said = said && !strcmp(path, said);
    if (!name && !is_said) return real(path, flags, mode);
    pthread_mutex_lock(&turn);
    struct stat64 before, after;
    int was_there = !NEXT(stat64)(path, &before);
    int fd = real(path, flags, mode);
    if (fd >= 0 && fd < FDS) {
        NEXT(fstat64)(fd, &after);
        known[fd].kind = is_said ? SAID : S_ISDIR(after.st_mode) ? FOLDER : PLAIN;
        known[fd].inode = after.st_ino;
        snprintf(known[fd].path, sizeof known[fd].path, "%s", name ? name : "");
        if (known[fd].kind == PLAIN) say("", 0, "O %lu %d %s\n", (unsigned long)after.st_ino, !was_there, name);
        if (known[fd].kind == PLAIN && was_there && (flags & O_TRUNC)) say("", 0, "T %lu 0\n", (unsigned long)after.st_ino);
    }
    pthread_mutex_unlock(&turn);
    return fd;
}

static mode_t mode_of(int flags, va_list arguments) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0; }

#define OPEN(name)                                              \
    int name(const char *path, int flags, ...) {                \
        va_list arguments;                                      \
        va_start(arguments, flags);                             \
        mode_t mode = mode_of(flags, arguments);                \
        va_end(arguments);                                      \
        return opened(path, flags, mode, NEXT(name));           \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    if (fd >= 0 && fd < FDS) known[fd].kind = OTHER;
    return NEXT(close)(fd);
}

static enum kind kind(int fd) { return fd >= 0 && fd < FDS ? known[fd].kind : OTHER; }

static void wrote(int fd, const void *bytes, ssize_t length, off64_t offset) {
    if (length <= 0) return;
    if (kind(fd) == SAID) say(bytes, (size_t)length, "K ");
    else say(bytes, (size_t)length, "W %lu %ld %zd\n", (unsigned long)known[fd].inode, (long)offset, length);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    if (kind(fd) != PLAIN && kind(fd) != SAID) return NEXT(write)(fd, bytes, length);
    if (kind(fd) == PLAIN && change_fails()) return -1;
    pthread_mutex_lock(&turn);
    ssize_t done = NEXT(write)(fd, bytes, length);
    wrote(fd, bytes, done, done > 0 ? lseek64(fd, 0, SEEK_CUR) - done : 0);
    pthread_mutex_unlock(&turn);
    return done;
}

#define PWRITE(name, offset_type)                                                       \
    ssize_t name(int fd, const void *bytes, size_t length, offset_type offset) {        \
        if (kind(fd) != PLAIN) return NEXT(name)(fd, bytes, length, offset);            \
        if (change_fails()) return -1;                                                         \
        pthread_mutex_lock(&turn);                                                      \
        ssize_t done = NEXT(name)(fd, bytes, length, offset);                           \
        wrote(fd, bytes, done, offset);                                                 \
        pthread_mutex_unlock(&turn);                                                    \
        return done;                                                                    \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t read(int fd, void *bytes, size_t length) {
    return kind(fd) == PLAIN && fails() ? -1 : NEXT(read)(fd, bytes, length);
}

#define PREAD(name, offset_type)                                                        \
    ssize_t name(int fd, void *bytes, size_t length, offset_type offset) {              \
        return kind(fd) == PLAIN && fails() ? -1 : NEXT(name)(fd, bytes, length, offset); \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define RESIZE(name, size_type)                                                             \
    int name(int fd, size_type size) {                                                      \
        if (kind(fd) == PLAIN && change_fails()) return -1;                                        \
        pthread_mutex_lock(&turn);                                                          \
        int failed = NEXT(name)(fd, size);                                                  \
        if (!failed && kind(fd) == PLAIN)                                                   \
            say("", 0, "T %lu %ld\n", (unsigned long)known[fd].inode, (long)size);          \
        pthread_mutex_unlock(&turn);                                                        \
        return failed;                                                                      \
    }
RESIZE(ftruncate, off_t)
RESIZE(ftruncate64, off64_t)

static int synced(int fd, int (*real)(int)) {
    if ((kind(fd) == PLAIN || kind(fd) == FOLDER) && change_fails()) return -1;
    pthread_mutex_lock(&turn);
    int failed = real(fd);
    if (!failed && kind(fd) == PLAIN) say("", 0, "S %lu\n", (unsigned long)known[fd].inode);
    if (!failed && kind(fd) == FOLDER) say("", 0, "D %s\n", known[fd].path);
    pthread_mutex_unlock(&turn);
    return failed;
}
int fsync(int fd) { return synced(fd, NEXT(fsync)); }
int fdatasync(int fd) { return synced(fd, NEXT(fdatasync)); }

int rename(const char *old, const char *new) {
    if (below(old) && change_fails()) return -1;
    pthread_mutex_lock(&turn);
    int failed = NEXT(rename)(old, new);
    if (!failed && below(old) && below(new)) say("", 0, "R %s\t%s\n", below(old), below(new));
    pthread_mutex_unlock(&turn);
    return failed;
}

int unlink(const char *path) {
    if (below(path) && change_fails()) return -1;
    pthread_mutex_lock(&turn);
    int failed = NEXT(unlink)(path);
    if (!failed && below(path)) say("", 0, "U %s\n", below(path));
    pthread_mutex_unlock(&turn);
    return failed;
}

int rmdir(const char *path) {
    if (below(path) && change_fails()) return -1;
    return NEXT(rmdir)(path);
}

#define LINK(name, letter, inside)                                                          \
    int name(const char *old, const char *new) {                                            \
        if (below(new) && change_fails()) return -1;                                        \
        pthread_mutex_lock(&turn);                                                          \
        int failed = NEXT(name)(old, new);                                                  \
        if (!failed && below(new)) say("", 0, letter " %s\t%s\n", inside(old), below(new)); \
        pthread_mutex_unlock(&turn);                                                        \
        return failed;                                                                      \
    }
#define AS_IT_IS(path) path
LINK(link, "L", below)
LINK(symlink, "Y", AS_IT_IS)

int mkdir(const char *path, mode_t mode) {
    if (below(path)) pause_before();
    pthread_mutex_lock(&turn);
    int failed = NEXT(mkdir)(path, mode);
    if (!failed && below(path)) say("", 0, "M %s\n", below(path));
    pthread_mutex_unlock(&turn);
    return failed;
}
