/*
 * relay PORT TARGET-PORT: the least that a WebSocket-to-TCP proxy can be, in C: one thread, epoll, one buffer for each
 * side, the frame's header written right before its bytes. It shows what the machine would give a program that checks
 * nothing. It takes one fixed Sec-WebSocket-Key, RFC 6455's own example.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 262144, HEADROOM = 10 };

struct pair;
struct end {
    int fd;
    struct pair *pair;
};
struct pair {
    struct end browser, guest;
    char request[4096];
    int asked;
    char *out;
    int from, until;
    uint8_t header[14];
    int have, mask_at;
    uint64_t need;
    int gone;
};

static int poller, target;

static void watch(struct end *end, int events, int how)
{
    struct epoll_event event = { events, { .ptr = end } };
    epoll_ctl(poller, how, end->fd, &event);
}

static void part(struct pair *pair)
{
    if (pair->gone)
        return;
    pair->gone = 1;
    close(pair->browser.fd);
    if (pair->guest.fd >= 0)
        close(pair->guest.fd);
    free(pair->out);
}

static int dial(int port)
{
    int yes = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in there = { AF_INET, htons(port), { htonl(INADDR_LOOPBACK) }, { 0 } };
    if (connect(fd, (void *)&there, sizeof there) < 0)
        return -1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static int write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(fd, bytes, length);
        if (wrote < 0 && errno != EAGAIN)
            return 0;
        if (wrote < 0) {
            struct pollfd wait = { fd, POLLOUT, 0 };
            poll(&wait, 1, -1);
            continue;
        }
        bytes += wrote;
        length -= wrote;
    }
    return 1;
}

static int greet(struct pair *pair)
{
    static const char accepted[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                   "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                                   "Sec-WebSocket-Protocol: binary\r\n\r\n";
    ssize_t count = read(pair->browser.fd, pair->request + pair->asked, sizeof pair->request - 1 - pair->asked);
    if (count <= 0)
        return 0;
    pair->asked += count;
    if (!strstr(pair->request, "\r\n\r\n"))
        return 1;
    pair->asked = -1;
    pair->guest.fd = dial(target);
    if (pair->guest.fd < 0 || !write_all(pair->browser.fd, accepted, sizeof accepted - 1))
        return 0;
    watch(&pair->guest, EPOLLIN, EPOLL_CTL_ADD);
    return 1;
}

/* Takes the masks off in place and moves the payload to the front; what is left is the guest's. */
static int unframe(struct pair *pair, uint8_t *bytes, ssize_t count)
{
    int kept = 0;
    for (ssize_t at = 0; at < count;) {
        if (pair->need > 0) {
            const uint8_t *mask = pair->header + pair->have - 4;
            for (; pair->need > 0 && at < count; pair->need--)
                bytes[kept++] = bytes[at++] ^ mask[pair->mask_at++ & 3];
            if (pair->need == 0)
                pair->have = 0;
            continue;
        }
        pair->header[pair->have++] = bytes[at++];
        int length = pair->have < 2 ? 0 : pair->header[1] & 127;
        int whole = length < 126 ? 6 : length == 126 ? 8 : 14;
        if (pair->have < whole)
            continue;
        pair->need = length;
        if (length >= 126)
            for (int byte = pair->need = 0; byte < whole - 6; byte++)
                pair->need = pair->need << 8 | pair->header[2 + byte];
        pair->mask_at = 0;
        if (pair->need == 0)
            pair->have = 0;
    }
    return kept;
}

static int from_browser(struct pair *pair)
{
    static uint8_t bytes[BUFFER];
    ssize_t count = read(pair->browser.fd, bytes, sizeof bytes);
    if (count <= 0)
        return count < 0 && errno == EAGAIN;
    return write_all(pair->guest.fd, (char *)bytes, unframe(pair, bytes, count));
}

static int header_before(char *payload, size_t length)
{
    uint8_t *at = (uint8_t *)payload;
    if (length < 126) {
        at[-2] = 0x82, at[-1] = length;
        return 2;
    }
    if (length < 65536) {
        at[-4] = 0x82, at[-3] = 126, at[-2] = length >> 8, at[-1] = length;
        return 4;
    }
    memset(at - 10, 0, 10);
    at[-10] = 0x82, at[-9] = 127;
    for (int byte = 1; byte <= 4; byte++)
        at[-byte] = length >> (8 * (byte - 1));
    return 10;
}

static int drain(struct pair *pair)
{
    ssize_t wrote = write(pair->browser.fd, pair->out + pair->from, pair->until - pair->from);
    if (wrote < 0 && errno != EAGAIN)
        return 0;
    pair->from += wrote > 0 ? wrote : 0;
    int left = pair->from < pair->until;
    watch(&pair->browser, EPOLLIN | (left ? EPOLLOUT : 0), EPOLL_CTL_MOD);
    watch(&pair->guest, left ? 0 : EPOLLIN, EPOLL_CTL_MOD);
    return 1;
}

static int from_guest(struct pair *pair)
{
    ssize_t count = read(pair->guest.fd, pair->out + HEADROOM, BUFFER);
    if (count <= 0)
        return count < 0 && errno == EAGAIN;
    pair->from = HEADROOM - header_before(pair->out + HEADROOM, count);
    pair->until = HEADROOM + count;
    ssize_t wrote = write(pair->browser.fd, pair->out + pair->from, pair->until - pair->from);
    if (wrote == pair->until - pair->from)
        return 1;
    pair->from += wrote > 0 ? wrote : 0;
    return drain(pair);
}

int main(int argc, char **argv)
{
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = { AF_INET, htons(argc > 2 ? atoi(argv[1]) : 0), { htonl(INADDR_LOOPBACK) }, { 0 } };
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (argc < 3 || bind(listener, (void *)&here, sizeof here) || listen(listener, 1024)) {
        perror("relay");
        return 1;
    }
    target = atoi(argv[2]);
    signal(SIGPIPE, SIG_IGN);
    poller = epoll_create1(0);
    struct end door = { listener, 0 };
    watch(&door, EPOLLIN, EPOLL_CTL_ADD);
    printf("ready\n");
    fflush(stdout);

    struct epoll_event events[256];
    for (;;) {
        int count = epoll_wait(poller, events, 256, -1);
        for (int at = 0; at < count; at++) {
            struct end *end = events[at].data.ptr;
            struct pair *pair = end->pair;
            if (pair == 0) {
                pair = calloc(1, sizeof *pair);
                pair->browser = (struct end){ accept4(listener, 0, 0, SOCK_NONBLOCK), pair };
                pair->guest = (struct end){ -1, pair };
                pair->out = malloc(HEADROOM + BUFFER);
                setsockopt(pair->browser.fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                watch(&pair->browser, EPOLLIN, EPOLL_CTL_ADD);
                continue;
            }
            int here = !pair->gone && !(events[at].events & (EPOLLHUP | EPOLLERR));
            if (here && end == &pair->guest)
                here = from_guest(pair);
            if (here && end == &pair->browser && events[at].events & EPOLLOUT)
                here = drain(pair);
            if (here && end == &pair->browser && events[at].events & EPOLLIN)
                here = pair->asked < 0 ? from_browser(pair) : greet(pair);
            if (!here)
                part(pair); /* The pair itself stays: later events of this turn may still name it. */
        }
    }
}
