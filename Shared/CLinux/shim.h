#pragma once
// What Swift's Glibc module leaves out.
#include <fcntl.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

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
