/* Preloaded in a test: a pipe that can be grabbed as a keyboard's event file can (EVIOCGRAB, Linux input.h). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/file.h>

#define EVIOCGRAB 0x40044590UL

int ioctl(int fd, unsigned long request, ...)
{
    va_list list;
    va_start(list, request);
    void *argument = va_arg(list, void *);
    va_end(list);
    if (request != EVIOCGRAB) {
        int (*real)(int, unsigned long, ...) = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
        return real(fd, request, argument);
    }
    if (flock(fd, argument ? LOCK_EX | LOCK_NB : LOCK_UN) == 0)
        return 0;
    errno = EBUSY;
    return -1;
}
