/* Test only: a UVC-like camera for a kernel without V4L2, preloaded into the process that opens it.
 *
 * Every file FOLDER/videoN (FOLDER: environment variable SHIM_CAMERAS) is a camera, under any name that links to it:
 *   videoN                the JPEG it shows; the file taken away is the camera unplugged (ENODEV)
 *   videoN.WxH[.yuyv]     shown instead at that size, or in that format
 *   videoN.mode           words: freeze, eio, half, other_size, only_yuyv, no_focus, hang_open
 *   videoN.log            what was done to it, a line each
 *   videoN.lock           locked by the process that has its buffers: everybody else is told EBUSY
 * The device is a memfd, so that mapping its buffers is real. One thread may use one camera at a time.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HANDLES = 1024, BUFFERS = 8, PATH_BYTES = 3000, SLICE_MS = 10, PAGE_BYTES = 4096 };

static const struct { unsigned width, height; } SIZES[] = {{640, 480}, {1280, 720}, {2592, 1944}};
enum { SIZE_COUNT = sizeof SIZES / sizeof *SIZES };

static struct control { unsigned id, type; int low, high, value; const char *name; } controls[] = {
    {V4L2_CID_BRIGHTNESS, V4L2_CTRL_TYPE_INTEGER, -64, 64, 0, "Brightness"},
    {V4L2_CID_EXPOSURE_AUTO, V4L2_CTRL_TYPE_MENU, 0, 3, 3, "Auto Exposure"},
    {V4L2_CID_EXPOSURE_ABSOLUTE, V4L2_CTRL_TYPE_INTEGER, 1, 5000, 157, "Exposure Time, Absolute"},
    {V4L2_CID_FOCUS_ABSOLUTE, V4L2_CTRL_TYPE_INTEGER, 0, 250, 0, "Focus, Absolute"},
    {V4L2_CID_FOCUS_AUTO, V4L2_CTRL_TYPE_BOOLEAN, 0, 1, 1, "Focus, Automatic Continuous"},
};
enum { CONTROL_COUNT = sizeof controls / sizeof *controls };

static struct camera {
    char path[PATH_BYTES]; /* "" when this descriptor is no camera */
    struct v4l2_pix_format format;
    unsigned rate, buffers, queue[BUFFERS], queued, shown;
    int lock_fd, is_streaming;
    double started_s;
} cameras[HANDLES];

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_ioctl)(int, unsigned long, ...);

__attribute__((constructor)) static void find_real(void) {
    real_open = dlsym(RTLD_NEXT, "open");
    real_close = dlsym(RTLD_NEXT, "close");
    real_ioctl = dlsym(RTLD_NEXT, "ioctl");
}

static int fail(int code) { errno = code; return -1; }

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void wait_a_slice(void) {
    nanosleep(&(struct timespec){.tv_nsec = SLICE_MS * 1000000L}, NULL);
}

static int open_beside(const char *path, const char *ending, int flags) {
    char name[PATH_BYTES + 64];
    snprintf(name, sizeof name, "%s%s", path, ending);
    return real_open(name, flags | O_CLOEXEC, 0600);
}

static int is_in_mode(const char *path, const char *word) {
    char words[256] = "";
    int fd = open_beside(path, ".mode", O_RDONLY);
    if (fd < 0) return 0;
    ssize_t size = read(fd, words, sizeof words - 1);
    real_close(fd);
    return size > 0 && strstr(words, word) != NULL;
}

static void note(const char *path, const char *form, ...) {
    char line[128];
    va_list values;
    va_start(values, form);
    int size = vsnprintf(line, sizeof line, form, values);
    va_end(values);
    int fd = open_beside(path, ".log", O_WRONLY | O_APPEND | O_CREAT);
    if (fd < 0 || write(fd, line, size) != size) abort();
    real_close(fd);
}

static int is_plugged(const struct camera *camera) { return access(camera->path, F_OK) == 0; }

/* --- opening and closing ------------------------------------------------------------------------------------ */

static int is_camera(const char *path, char *found) {
    const char *folder = getenv("SHIM_CAMERAS");
    char home[PATH_MAX], whole[PATH_MAX];
    if (!folder || !path || !realpath(folder, home) || !realpath(path, whole)) return 0;
    const char *name = strrchr(whole, '/') + 1;
    if (strncmp(name, "video", 5) || strchr(name, '.') || strlen(whole) >= PATH_BYTES) return 0;
    if ((size_t)(name - whole) != strlen(home) + 1 || strncmp(whole, home, strlen(home))) return 0;
    strcpy(found, whole);
    return 1;
}

static int open_camera(const char *path) {
    while (is_in_mode(path, "hang_open")) wait_a_slice();
    int fd = memfd_create("camera", MFD_CLOEXEC);
    if (fd < 0 || fd >= HANDLES) return fail(EMFILE);
    cameras[fd] = (struct camera){.rate = 30, .lock_fd = -1};
    strcpy(cameras[fd].path, path);
    note(path, "open\n");
    return fd;
}

int open(const char *path, int flags, ...) {
    char found[PATH_MAX];
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (!real_open) find_real(); /* another library's constructor came first */
    return is_camera(path, found) ? open_camera(found) : real_open(path, flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));

static void give_back_buffers(struct camera *camera) {
    if (camera->is_streaming) note(camera->path, "stream off\n");
    if (camera->lock_fd >= 0) real_close(camera->lock_fd);
    camera->lock_fd = -1;
    camera->is_streaming = camera->buffers = camera->queued = 0;
}

int close(int fd) {
    if (fd >= 0 && fd < HANDLES && cameras[fd].path[0]) {
        give_back_buffers(&cameras[fd]);
        note(cameras[fd].path, "close\n");
        cameras[fd].path[0] = 0;
    }
    if (!real_close) find_real();
    return real_close(fd);
}

/* --- what it is ---------------------------------------------------------------------------------------------- */

static int query_capability(struct v4l2_capability *answer) {
    *answer = (struct v4l2_capability){.driver = "uvcvideo", .card = "Shim Camera", .bus_info = "usb-shim"};
    answer->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    answer->capabilities = answer->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int enumerate_format(const struct camera *camera, struct v4l2_fmtdesc *answer) {
    unsigned formats[] = {V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_YUYV};
    unsigned first = is_in_mode(camera->path, "only_yuyv");
    if (answer->index + first > 1) return fail(EINVAL);
    answer->pixelformat = formats[answer->index + first];
    answer->flags = answer->pixelformat == V4L2_PIX_FMT_MJPEG ? V4L2_FMT_FLAG_COMPRESSED : 0;
    return 0;
}

static int enumerate_size(struct v4l2_frmsizeenum *answer) {
    if (answer->index >= SIZE_COUNT) return fail(EINVAL);
    answer->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    answer->discrete.width = SIZES[answer->index].width;
    answer->discrete.height = SIZES[answer->index].height;
    return 0;
}

static int enumerate_interval(struct v4l2_frmivalenum *answer) {
    const unsigned rates[] = {30, 15, 5};
    if (answer->index >= 3) return fail(EINVAL);
    answer->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    answer->discrete = (struct v4l2_fract){1, rates[answer->index]};
    return 0;
}

/* --- how it shall be ----------------------------------------------------------------------------------------- */

static int set_format(struct camera *camera, struct v4l2_pix_format *wanted) {
    unsigned best = 0;
    for (unsigned i = 0; i < SIZE_COUNT; i++)
        if (SIZES[i].width <= wanted->width) best = i;
    if (is_in_mode(camera->path, "other_size")) best = 0;
    wanted->width = SIZES[best].width, wanted->height = SIZES[best].height;
    if (wanted->pixelformat != V4L2_PIX_FMT_YUYV) wanted->pixelformat = V4L2_PIX_FMT_MJPEG;
    if (is_in_mode(camera->path, "only_yuyv")) wanted->pixelformat = V4L2_PIX_FMT_YUYV;
    wanted->field = V4L2_FIELD_NONE;
    wanted->bytesperline = wanted->pixelformat == V4L2_PIX_FMT_YUYV ? wanted->width * 2 : 0;
    wanted->sizeimage = (wanted->width * wanted->height * 2 + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    camera->format = *wanted;
    return 0;
}

static int set_rate(struct camera *camera, struct v4l2_streamparm *wanted) {
    struct v4l2_captureparm *capture = &wanted->parm.capture;
    if (capture->timeperframe.numerator) camera->rate = capture->timeperframe.denominator / capture->timeperframe.numerator;
    capture->capability = V4L2_CAP_TIMEPERFRAME;
    capture->timeperframe = (struct v4l2_fract){1, camera->rate};
    return 0;
}

static struct control *control_of(const struct camera *camera, unsigned id) {
    int is_focus = id == V4L2_CID_FOCUS_AUTO || id == V4L2_CID_FOCUS_ABSOLUTE;
    if (is_focus && is_in_mode(camera->path, "no_focus")) return NULL;
    for (int i = 0; i < CONTROL_COUNT; i++)
        if (controls[i].id == id) return &controls[i];
    return NULL;
}

static int query_control(const struct camera *camera, struct v4l2_queryctrl *answer) {
    struct control *found = control_of(camera, answer->id);
    if (!found) return fail(EINVAL);
    *answer = (struct v4l2_queryctrl){.id = found->id, .type = found->type, .minimum = found->low, .maximum = found->high, .step = 1};
    strcpy((char *)answer->name, found->name);
    return 0;
}

static int set_control(const struct camera *camera, unsigned id, int value) {
    struct control *found = control_of(camera, id);
    if (!found) return fail(EINVAL);
    if (value < found->low || value > found->high) return fail(ERANGE);
    if (id == V4L2_CID_EXPOSURE_AUTO && (value == 0 || value == 2)) return fail(EINVAL); /* as UVC cameras do */
    found->value = value;
    note(camera->path, "set %s = %d\n", found->name, value);
    return 0;
}

static int get_control(const struct camera *camera, struct v4l2_control *wanted) {
    struct control *found = control_of(camera, wanted->id);
    if (!found) return fail(EINVAL);
    wanted->value = found->value;
    return 0;
}

/* --- pictures ------------------------------------------------------------------------------------------------ */

static int request_buffers(int fd, struct camera *camera, struct v4l2_requestbuffers *wanted) {
    give_back_buffers(camera);
    if (!wanted->count) return 0;
    camera->lock_fd = open_beside(camera->path, ".lock", O_RDWR | O_CREAT);
    if (flock(camera->lock_fd, LOCK_EX | LOCK_NB)) {
        give_back_buffers(camera);
        return fail(EBUSY);
    }
    camera->buffers = wanted->count = wanted->count > BUFFERS ? BUFFERS : wanted->count;
    return ftruncate(fd, (off_t)camera->buffers * camera->format.sizeimage);
}

static int describe_buffer(const struct camera *camera, struct v4l2_buffer *buffer) {
    if (buffer->index >= camera->buffers) return fail(EINVAL);
    buffer->length = camera->format.sizeimage;
    buffer->m.offset = buffer->index * camera->format.sizeimage;
    return 0;
}

static int queue_buffer(struct camera *camera, const struct v4l2_buffer *buffer) {
    if (buffer->index >= camera->buffers || camera->queued == camera->buffers) return fail(EINVAL);
    camera->queue[camera->queued++] = buffer->index;
    return 0;
}

static int start_stream(struct camera *camera) {
    camera->is_streaming = 1, camera->shown = 0, camera->started_s = now_s();
    note(camera->path, "stream on %ux%u\n", camera->format.width, camera->format.height);
    return 0;
}

static int stop_stream(struct camera *camera) {
    if (camera->is_streaming) note(camera->path, "stream off\n");
    camera->is_streaming = camera->queued = 0;
    return 0;
}

static int open_picture(const struct camera *camera) {
    char ending[64];
    int is_raw = camera->format.pixelformat == V4L2_PIX_FMT_YUYV;
    snprintf(ending, sizeof ending, ".%ux%u%s", camera->format.width, camera->format.height, is_raw ? ".yuyv" : "");
    int fd = open_beside(camera->path, ending, O_RDONLY);
    return fd >= 0 ? fd : real_open(camera->path, O_RDONLY | O_CLOEXEC);
}

static int fill(int fd, const struct camera *camera, struct v4l2_buffer *buffer) {
    int picture = open_picture(camera);
    if (picture < 0) return fail(ENODEV);
    size_t limit = camera->format.sizeimage;
    char *place = mmap(NULL, limit, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)buffer->index * limit);
    if (place == MAP_FAILED) abort();
    buffer->bytesused = 0;
    for (ssize_t got; (got = read(picture, place + buffer->bytesused, limit - buffer->bytesused)) > 0;)
        buffer->bytesused += got;
    munmap(place, limit);
    real_close(picture);
    if (is_in_mode(camera->path, "half")) buffer->bytesused /= 2;
    return 0;
}

static int next_picture(int fd, struct camera *camera, struct v4l2_buffer *buffer) {
    double due_s = camera->started_s + (camera->shown + 1.0) / camera->rate;
    if (!camera->is_streaming || !camera->queued) return fail(EINVAL);
    while (is_plugged(camera) && (now_s() < due_s || is_in_mode(camera->path, "freeze"))) wait_a_slice();
    if (!is_plugged(camera)) return fail(ENODEV);
    if (is_in_mode(camera->path, "eio")) return fail(EIO);
    *buffer = (struct v4l2_buffer){.type = buffer->type, .memory = V4L2_MEMORY_MMAP, .index = camera->queue[0]};
    memmove(camera->queue, camera->queue + 1, --camera->queued * sizeof *camera->queue);
    buffer->sequence = camera->shown++;
    buffer->timestamp = (struct timeval){(time_t)due_s, (suseconds_t)((due_s - (time_t)due_s) * 1e6)};
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    return describe_buffer(camera, buffer) || fill(fd, camera, buffer);
}

/* --- the one door -------------------------------------------------------------------------------------------- */

static int obey(int fd, struct camera *camera, unsigned request, void *order) {
    if (!is_plugged(camera)) return fail(ENODEV);
    switch (request) {
    case VIDIOC_QUERYCAP: return query_capability(order);
    case VIDIOC_G_INPUT: *(int *)order = 0; return 0;
    case VIDIOC_ENUMINPUT: ((struct v4l2_input *)order)->type = V4L2_INPUT_TYPE_CAMERA; return 0;
    case VIDIOC_ENUM_FMT: return enumerate_format(camera, order);
    case VIDIOC_ENUM_FRAMESIZES: return enumerate_size(order);
    case VIDIOC_ENUM_FRAMEINTERVALS: return enumerate_interval(order);
    case VIDIOC_G_FMT: if (!camera->format.width) camera->format.width = 640; /* fall through */
    case VIDIOC_S_FMT: {
        struct v4l2_pix_format *pixels = &((struct v4l2_format *)order)->fmt.pix;
        if (request == VIDIOC_G_FMT) *pixels = camera->format;
        return set_format(camera, pixels);
    }
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: return set_rate(camera, order);
    case VIDIOC_QUERYCTRL: return query_control(camera, order);
    case VIDIOC_G_CTRL: return get_control(camera, order);
    case VIDIOC_S_CTRL: return set_control(camera, ((struct v4l2_control *)order)->id, ((struct v4l2_control *)order)->value);
    case VIDIOC_REQBUFS: return request_buffers(fd, camera, order);
    case VIDIOC_QUERYBUF: return describe_buffer(camera, order);
    case VIDIOC_QBUF: return queue_buffer(camera, order);
    case VIDIOC_DQBUF: return next_picture(fd, camera, order);
    case VIDIOC_STREAMON: return start_stream(camera);
    case VIDIOC_STREAMOFF: return stop_stream(camera);
    default: return fail(ENOTTY);
    }
}

int ioctl(int fd, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void *order = va_arg(rest, void *);
    va_end(rest);
    int is_ours = fd >= 0 && fd < HANDLES && cameras[fd].path[0];
    return is_ours ? obey(fd, &cameras[fd], (unsigned)request, order) : real_ioctl(fd, request, order);
}
