#pragma once
// What Swift's Glibc module leaves out.
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
