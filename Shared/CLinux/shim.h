#pragma once
// What Swift's Glibc module leaves out.
#include <fcntl.h>
#include <linux/landlock.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const int caunoi_epoll_cloexec = EPOLL_CLOEXEC;
static const int caunoi_eventfd_flags = EFD_CLOEXEC | EFD_NONBLOCK;
static const unsigned int caunoi_epoll_in = EPOLLIN;
static const unsigned int caunoi_epoll_out = EPOLLOUT;

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

/// The version that the kernel speaks; -1 with errno where it has none or it is switched off.
static inline int caunoi_landlock_version(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/// A set of rules for these ways of reaching files, none of which is allowed yet; a descriptor, or -1 with errno.
static inline int caunoi_landlock_ruleset(unsigned long long handled) {
    struct landlock_ruleset_attr attributes = {.handled_access_fs = handled};
    return (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
}

/// Allows these ways at a file or folder (an O_PATH descriptor) and in all that lies beneath; -1 with errno.
static inline int caunoi_landlock_allow(int ruleset, int place, unsigned long long allowed) {
    struct landlock_path_beneath_attr attributes = {.allowed_access = allowed, .parent_fd = place};
    return (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &attributes, 0);
}

/// Holds the calling thread, and whatever it starts, to the rules for good; -1 with errno.
static inline int caunoi_landlock_enter(int ruleset) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
}
