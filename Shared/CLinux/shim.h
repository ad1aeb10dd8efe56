#pragma once
// What Swift's Glibc module leaves out.
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const int caunoi_epoll_cloexec = EPOLL_CLOEXEC;
static const int caunoi_eventfd_flags = EFD_CLOEXEC | EFD_NONBLOCK;
static const unsigned int caunoi_epoll_in = EPOLLIN;
static const unsigned int caunoi_epoll_out = EPOLLOUT;
/// Told once for each write to it; an eventfd need not be read then: eventfd(2), epoll(7).
static const unsigned int caunoi_epoll_edge = EPOLLIN | EPOLLET;

/// Nanoseconds since the machine began, also those in which it slept: clock_gettime(2).
static inline long long caunoi_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/// Names the calling thread for debuggers and top; at most 15 bytes.
static inline void caunoi_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

#ifndef __USE_GNU
// glibc 2.26, 2.29 and 2.34; declared by <spawn.h> and <unistd.h> to those who ask for GNU's extensions.
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
extern int pipe2(int descriptors[2], int flags);
#endif

/// Flag of posix_spawn: the process begins a session of its own.
static const short caunoi_spawn_setsid = 0x80;

/// Flag of open(2): the place itself, not what is in it.
static const int caunoi_path_only = 010000000;

// Landlock, which has no functions in glibc: landlock(7).

/// What rules are about; the later two came with versions 4 and 6, after Debian 12's headers.
struct caunoi_landlock_attributes {
    unsigned long long files;
    unsigned long long network;
    unsigned long long scoped;
};

/// The version that the kernel speaks; -1 with errno where it has none or it is switched off.
static inline int caunoi_landlock_version(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/// A set of rules for these ways of reaching files, none of which is allowed yet, and, from version 6 on, without signals to processes outside and
/// without abstract sockets of theirs; a descriptor, or -1 with errno.
static inline int caunoi_landlock_ruleset(unsigned long long files, int version) {
    struct caunoi_landlock_attributes attributes = {.files = files, .scoped = version >= 6 ? 3 : 0};
    return (int)syscall(SYS_landlock_create_ruleset, &attributes, version >= 6 ? sizeof attributes : sizeof attributes.files, 0);
}

/// Allows these ways at a file or folder (an O_PATH descriptor) and in all that lies beneath; -1 with errno.
static inline int caunoi_landlock_allow(int ruleset, int place, unsigned long long allowed) {
    struct landlock_path_beneath_attr attributes = {.allowed_access = allowed, .parent_fd = place};
    return (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &attributes, 0);
}

/// A posix_spawn that a thread of its own does, held to the rules: rules go by thread, and are handed on to what the thread starts. The thread does
/// nothing else: whatever it made would be held too.
struct caunoi_held_spawn {
    int ruleset;
    pid_t pid;
    const char *path;
    const posix_spawn_file_actions_t *actions;
    const posix_spawnattr_t *attributes;
    char *const *arguments;
    char *const *environment;
    int code;
};

static inline void *caunoi_held_spawn_run(void *raw) {
    struct caunoi_held_spawn *spawn = (struct caunoi_held_spawn *)raw;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_landlock_restrict_self, spawn->ruleset, 0) != 0) {
        spawn->code = errno;
    } else {
        spawn->code = posix_spawn(&spawn->pid, spawn->path, spawn->actions, spawn->attributes, spawn->arguments, spawn->environment);
    }
    return NULL;
}

/// Like posix_spawn, under the rules; an error number, or 0.
static inline int caunoi_spawn_held(
    int ruleset, pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
    char *const *arguments, char *const *environment) {
    struct caunoi_held_spawn spawn = {ruleset, 0, path, actions, attributes, arguments, environment, 0};
    pthread_t thread;
    int code = pthread_create(&thread, NULL, caunoi_held_spawn_run, &spawn);
    if (code == 0) code = pthread_join(thread, NULL);
    if (code != 0) return code;
    *pid = spawn.pid;
    return spawn.code;
}
