/*
 * source PORT: the display of the console benchmark. Says what RFB 3.8 says up to ServerInit, and then does what the
 * messages ask for that each proxy must pass on anyway:
 *   update request, incremental 1   flood: pictures of SIZE bytes for ever, as fast as they are taken
 *   update request, incremental 2   thirty pictures of SIZE bytes a second
 *   update request, incremental 3   SIZE MiB of numbers that the other end can check
 *   key event                       100 bytes back
 *   pointer event, cut text         swallowed
 * SIZE stands in the request's width (high half) and height (low half).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include "numbers.h"

enum { NOTHING, FLOOD, FRAMES, NUMBERS };
enum { MOST = 4096, BLOCK = 1 << 20, CHUNK = 65536, WRITES_A_TURN = 16 };

struct viewer {
    int fd, step, doing, slot;
    uint8_t message[20];
    int have;
    uint64_t skip;
    uint32_t size, offset, left;
    struct numbers numbers;
    uint64_t numbers_left;
};

static char block[BLOCK];
static struct viewer *by_frame[MOST];
static int frames, poller;

static void watch(struct viewer *viewer, int writing)
{
    struct epoll_event event = { EPOLLIN | (writing ? EPOLLOUT : 0), { .ptr = viewer } };
    epoll_ctl(poller, EPOLL_CTL_MOD, viewer->fd, &event);
}

static void leave(struct viewer *viewer)
{
    if (viewer->slot >= 0) {
        by_frame[viewer->slot] = by_frame[--frames];
        by_frame[viewer->slot]->slot = viewer->slot;
    }
    close(viewer->fd);
    free(viewer);
}

static uint32_t size_of(const uint8_t *request)
{
    return request[6] << 24 | request[7] << 16 | request[8] << 8 | request[9];
}

static void obey(struct viewer *viewer)
{
    const uint8_t *message = viewer->message;
    if (message[0] == 4) {
        if (write(viewer->fd, block, 100) != 100)
            fprintf(stderr, "an echo did not fit\n");
        return;
    }
    viewer->doing = message[1];
    viewer->size = size_of(message);
    if (viewer->doing == FRAMES && frames < MOST) {
        viewer->slot = frames;
        by_frame[frames++] = viewer;
    }
    if (viewer->doing == NUMBERS) {
        viewer->numbers = first_number;
        viewer->numbers_left = (uint64_t)viewer->size << 20;
    }
    watch(viewer, viewer->doing != FRAMES);
}

/* The lengths of the client's messages, once the handshake's three are done. */
static int length_of(const struct viewer *viewer)
{
    static const int handshake[] = { 12, 1, 1 };
    if (viewer->step < 3)
        return handshake[viewer->step];
    switch (viewer->message[0]) {
    case 3: return 10;
    case 4: return 8;
    case 5: return 6;
    case 6: return 8;
    default: fprintf(stderr, "unknown message %d\n", viewer->message[0]); exit(1);
    }
}

static void answer(struct viewer *viewer)
{
    static const char security[] = { 1, 1 }, result[4];
    static const uint8_t start[24] = { 4, 0, 3, 0, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8 };
    const void *answers[] = { security, result, start };
    const int lengths[] = { sizeof security, sizeof result, sizeof start };
    const uint8_t *message = viewer->message;
    if (viewer->step < 3) {
        if (write(viewer->fd, answers[viewer->step], lengths[viewer->step]) < 0)
            perror("handshake");
        viewer->step++;
    } else if (message[0] == 6) {
        viewer->skip = (uint32_t)message[4] << 24 | message[5] << 16 | message[6] << 8 | message[7];
    } else if (message[0] != 5) {
        obey(viewer);
    }
}

static int hear(struct viewer *viewer)
{
    static uint8_t heard[262144];
    ssize_t count = read(viewer->fd, heard, sizeof heard);
    if (count <= 0)
        return count < 0 && errno == EAGAIN;
    for (ssize_t at = 0; at < count;) {
        if (viewer->skip > 0) {
            uint64_t skipped = viewer->skip < (uint64_t)(count - at) ? viewer->skip : (uint64_t)(count - at);
            viewer->skip -= skipped;
            at += skipped;
            continue;
        }
        viewer->message[viewer->have++] = heard[at++];
        if (viewer->have < length_of(viewer))
            continue;
        viewer->have = 0;
        answer(viewer);
    }
    return 1;
}

/* Both return 0 when the viewer has gone. */
static int pour(struct viewer *viewer)
{
    for (int turn = 0; turn < WRITES_A_TURN; turn++) {
        ssize_t wrote = write(viewer->fd, block + viewer->offset, viewer->size - viewer->offset);
        if (wrote < 0)
            return errno == EAGAIN;
        viewer->offset += wrote;
        if (viewer->offset < viewer->size)
            return 1;
        viewer->offset = 0;
    }
    return 1;
}

static int count_out(struct viewer *viewer)
{
    static uint8_t chunk[CHUNK];
    if (viewer->numbers_left == 0) {
        watch(viewer, 0);
        return 1;
    }
    struct numbers ahead = viewer->numbers;
    uint64_t length = viewer->numbers_left < CHUNK ? viewer->numbers_left : CHUNK;
    for (uint64_t at = 0; at < length; at++)
        chunk[at] = next_number(&ahead);
    ssize_t wrote = write(viewer->fd, chunk, length);
    if (wrote < 0)
        return errno == EAGAIN;
    viewer->numbers_left -= wrote;
    skip_numbers(&viewer->numbers, wrote);
    return 1;
}

static int finish_frame(struct viewer *viewer)
{
    while (viewer->left > 0) {
        ssize_t wrote = write(viewer->fd, block, viewer->left);
        if (wrote < 0) {
            watch(viewer, 1);
            return errno == EAGAIN;
        }
        viewer->left -= wrote;
    }
    watch(viewer, 0);
    return 1;
}

/* A viewer that has not taken its last picture yet loses this one: the other end sees that too few came. */
static void tick(int timer)
{
    uint64_t passed;
    if (read(timer, &passed, sizeof passed) < 0)
        return;
    for (int at = 0; at < frames; at++) {
        if (by_frame[at]->left > 0)
            continue;
        by_frame[at]->left = by_frame[at]->size;
        watch(by_frame[at], 1);
    }
}

int main(int argc, char **argv)
{
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = { AF_INET, htons(argc > 1 ? atoi(argv[1]) : 0), { htonl(INADDR_LOOPBACK) }, { 0 } };
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (void *)&here, sizeof here) || listen(listener, 1024)) {
        perror("source");
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    struct numbers fill = first_number;
    for (int at = 0; at < BLOCK; at++)
        block[at] = next_number(&fill);
    poller = epoll_create1(0);
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct itimerspec thirtieth = { { 0, 1000000000 / 30 }, { 0, 1000000000 / 30 } };
    timerfd_settime(timer, 0, &thirtieth, 0);
    static struct viewer clock, door;
    struct epoll_event ticks = { EPOLLIN, { .ptr = &clock } }, comers = { EPOLLIN, { .ptr = &door } };
    epoll_ctl(poller, EPOLL_CTL_ADD, timer, &ticks);
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &comers);
    printf("ready\n");
    fflush(stdout);

    struct epoll_event events[256];
    for (;;) {
        int count = epoll_wait(poller, events, 256, -1);
        for (int at = 0; at < count; at++) {
            struct viewer *viewer = events[at].data.ptr;
            if (viewer == &clock) {
                tick(timer);
            } else if (viewer == &door) {
                struct viewer *comer = calloc(1, sizeof *comer);
                comer->fd = accept4(listener, 0, 0, SOCK_NONBLOCK);
                comer->slot = -1;
                setsockopt(comer->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                struct epoll_event event = { EPOLLIN, { .ptr = comer } };
                epoll_ctl(poller, EPOLL_CTL_ADD, comer->fd, &event);
                if (write(comer->fd, "RFB 003.008\n", 12) < 0)
                    perror("version");
            } else {
                int here = !(events[at].events & (EPOLLHUP | EPOLLERR));
                if (here && events[at].events & EPOLLIN)
                    here = hear(viewer);
                if (here && events[at].events & EPOLLOUT)
                    here = viewer->doing == FLOOD     ? pour(viewer)
                           : viewer->doing == NUMBERS ? count_out(viewer)
                                                      : finish_frame(viewer);
                if (!here)
                    leave(viewer);
            }
        }
    }
}
