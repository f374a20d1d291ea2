/*
 * load SECONDS SIZE: viewers of the console benchmark. Reads one viewer a line from its input,
 *   ROLE PORT                              straight to the display
 *   ROLE PORT PATH PROTOCOLS ORIGIN COOKIE through a WebSocket proxy
 * parted by tabs up to an empty one, connects them one after the other, and lets them work for half a second. Then it
 * prints "counting", counts for SECONDS, prints one line of JSON, and leaves when its input ends.
 * ROLE: flood (pictures of 64 KiB), frames (pictures of SIZE thirty times a second), echo (a key, 100 bytes back, the
 * next key), check (SIZE MiB of numbers with random pauses: ends when all came), send (texts of SIZE bytes to the
 * guest), move (the pointer, one frame for each move), stall (asks for a flood and reads nothing).
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
#include <time.h>
#include <unistd.h>
#include "numbers.h"

enum { MOST = 1024, PICTURE = 65536, ECHO = 100, SAMPLES = 1 << 20 };

struct viewer {
    int fd, framed;
    char role;
    uint8_t header[10];
    int have;
    uint64_t need, total, counted, heard;
    double asked;
    struct numbers numbers;
    uint64_t wrong;
};

static struct viewer viewers[MOST];
static double samples[SAMPLES];
static int count, sampled, counting;
static uint32_t size;
static char *text;
static int text_length, text_at;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static void fail(const char *what)
{
    fprintf(stderr, "load: %s\n", what);
    exit(1);
}

static void write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(fd, bytes, length);
        if (wrote < 0 && errno != EAGAIN)
            fail("a viewer was closed while it wrote");
        if (wrote < 0) {
            struct pollfd wait = { fd, POLLOUT, 0 };
            poll(&wait, 1, -1);
            continue;
        }
        bytes += wrote;
        length -= wrote;
    }
}

/* A client's frame, masked as RFC 6455 wants it. */
static int frame(char *out, const void *payload, uint32_t length)
{
    static const uint8_t mask[4] = { 0x12, 0x34, 0x56, 0x78 };
    int at = 0;
    out[at++] = (char)0x82;
    if (length < 126) {
        out[at++] = (char)(0x80 | length);
    } else if (length < 65536) {
        out[at++] = (char)(0x80 | 126);
        out[at++] = length >> 8, out[at++] = length;
    } else {
        out[at++] = (char)(0x80 | 127);
        for (int byte = 7; byte >= 0; byte--)
            out[at++] = byte < 4 ? length >> (8 * byte) : 0;
    }
    memcpy(out + at, mask, 4);
    at += 4;
    for (uint32_t byte = 0; byte < length; byte++)
        out[at + byte] = ((const uint8_t *)payload)[byte] ^ mask[byte & 3];
    return at + length;
}

static void say(struct viewer *viewer, const void *message, int length)
{
    char out[64];
    if (viewer->framed)
        write_all(viewer->fd, out, frame(out, message, length));
    else
        write_all(viewer->fd, message, length);
}

/* A close has two bytes of code before its reason: RFC 6455, section 5.5.1. */
static void told_to_close(const uint8_t *bytes, uint64_t length)
{
    if (length > 2)
        fprintf(stderr, "%.*s (%d)\n", (int)(length - 2), bytes + 2, bytes[0] << 8 | bytes[1]);
    fail("a viewer was told to close");
}

/* Walks through what came and counts its payload; gives the payload's pieces to whoever checks them. */
static uint64_t payload(struct viewer *viewer, const uint8_t *bytes, ssize_t length,
                        void (*piece)(struct viewer *, const uint8_t *, size_t))
{
    uint64_t counted = 0;
    for (ssize_t at = 0; at < length;) {
        if (!viewer->framed || viewer->need > 0) {
            uint64_t there = length - at;
            if (viewer->framed && viewer->need < there)
                there = viewer->need;
            if (viewer->framed && (viewer->header[0] & 15) == 8)
                told_to_close(bytes + at, there);
            int picture = !viewer->framed || (viewer->header[0] & 15) == 2;
            if (piece && picture)
                piece(viewer, bytes + at, there);
            viewer->need -= viewer->framed ? there : 0;
            counted += picture ? there : 0;
            at += there;
            continue;
        }
        viewer->header[viewer->have++] = bytes[at++];
        int short_length = viewer->have < 2 ? 0 : viewer->header[1];
        int whole = short_length < 126 ? 2 : short_length == 126 ? 4 : 10;
        if (viewer->have < whole)
            continue;
        viewer->have = 0;
        viewer->need = whole == 2 ? short_length : 0;
        for (int byte = 2; byte < whole; byte++)
            viewer->need = viewer->need << 8 | viewer->header[byte];
    }
    return counted;
}

static void upgrade(int fd, int port, const char *path, const char *protocols, const char *origin, const char *cookie)
{
    static char request[8192], reply[8192];
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: %s\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: %s\r\n%s%s%s\r\n",
                          path, port, origin, protocols, *cookie ? "Cookie: " : "", cookie, *cookie ? "\r\n" : "");
    write_all(fd, request, length);
    for (int have = 0;; have++) {
        if (have == sizeof reply - 1 || read(fd, reply + have, 1) != 1)
            fail("no answer to an upgrade");
        if (have > 3 && memcmp(reply + have - 3, "\r\n\r\n", 4) == 0)
            break;
    }
    if (!strstr(reply, " 101 "))
        fail(reply);
}

static void handshake(struct viewer *viewer)
{
    static const uint64_t until[] = { 12, 14, 18, 42 };
    static const struct { const char *bytes; int length; } answers[] = { { "RFB 003.008\n", 12 }, { "\1", 1 }, { "\1", 1 } };
    uint8_t bytes[64];
    for (int step = 0; step < 4; step++) {
        while (viewer->heard < until[step]) {
            /* One by one: what comes after the handshake is not ours to take yet. */
            if (read(viewer->fd, bytes, 1) != 1)
                fail("a display left while it shook hands");
            viewer->heard += payload(viewer, bytes, 1, 0);
        }
        if (step < 3)
            say(viewer, answers[step].bytes, answers[step].length);
    }
    viewer->heard = 0;
}

static void ask(struct viewer *viewer, int what, uint32_t bytes)
{
    uint8_t request[10] = { 3, what, 0, 0, 0, 0, bytes >> 24, bytes >> 16, bytes >> 8, bytes };
    say(viewer, request, sizeof request);
}

static void press(struct viewer *viewer)
{
    static const uint8_t key[8] = { 4, 1, 0, 0, 0, 0, 0, 0x61 };
    viewer->asked = now();
    viewer->heard = 0;
    say(viewer, key, sizeof key);
}

static void enter(char *line)
{
    struct viewer *viewer = &viewers[count++];
    char *part[6] = { "", "", "", "", "", "" };
    for (int at = 0; at < 6 && line; at++)
        part[at] = strsep(&line, "\t\n");
    int yes = 1, port = atoi(part[1]);
    struct sockaddr_in there = { AF_INET, htons(port), { htonl(INADDR_LOOPBACK) }, { 0 } };
    viewer->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(viewer->fd, (void *)&there, sizeof there) < 0)
        fail("can not connect");
    setsockopt(viewer->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    viewer->framed = *part[2] != 0;
    viewer->role = part[0][0] == 's' && part[0][1] == 't' ? 'x' : part[0][1] == 'r' ? 'r' : *part[0];
    if (viewer->framed)
        upgrade(viewer->fd, port, part[2], part[3], part[4], part[5]);
    handshake(viewer);
    viewer->numbers = first_number;
    fcntl(viewer->fd, F_SETFL, O_NONBLOCK);
}

static void begin(struct viewer *viewer)
{
    if (viewer->role == 'f' || viewer->role == 'x')
        ask(viewer, 1, PICTURE);
    if (viewer->role == 'r')
        ask(viewer, 2, size);
    if (viewer->role == 'c')
        ask(viewer, 3, size);
    if (viewer->role == 'e')
        press(viewer);
}

static void check(struct viewer *viewer, const uint8_t *bytes, size_t length)
{
    for (size_t at = 0; at < length; at++)
        viewer->wrong += bytes[at] != next_number(&viewer->numbers);
}

static void hear(struct viewer *viewer)
{
    static uint8_t bytes[1 << 19];
    /* Whoever checks takes odd pieces, so that frames are cut everywhere. */
    size_t most = viewer->role == 'c' ? 1 + (size_t)rand() % 200000 : sizeof bytes;
    ssize_t length = read(viewer->fd, bytes, most);
    if (length < 0 && errno == EAGAIN)
        return;
    if (length <= 0)
        fail("a viewer was closed");
    uint64_t got = payload(viewer, bytes, length, viewer->role == 'c' ? check : 0);
    viewer->total += got;
    viewer->counted += counting ? got : 0;
    viewer->heard += got;
    if (viewer->role == 'e' && viewer->heard >= ECHO) {
        if (counting && sampled < SAMPLES)
            samples[sampled++] = now() - viewer->asked;
        press(viewer);
    }
    if (viewer->role == 'c' && rand() % 64 == 0)
        usleep(rand() % 30000);
}

static void send_text(struct viewer *viewer)
{
    for (int turn = 0; turn < 8; turn++) {
        ssize_t wrote = write(viewer->fd, text + text_at, text_length - text_at);
        if (wrote < 0)
            return;
        viewer->total += wrote;
        viewer->counted += counting ? wrote : 0;
        text_at += wrote;
        if (text_at == text_length)
            text_at = 0;
    }
}

static void make_text(int framed)
{
    char *message = calloc(1, 8 + size);
    message[0] = 6;
    message[4] = size >> 24, message[5] = size >> 16, message[6] = size >> 8, message[7] = size;
    text = malloc(size + 32);
    text_length = framed ? frame(text, message, 8 + size) : 8 + (int)size;
    if (!framed)
        memcpy(text, message, text_length);
    free(message);
}

static void make_moves(int framed)
{
    enum { MOVES = 2000 };
    text = malloc(MOVES * 16);
    for (int at = 0; at < MOVES; at++) {
        const uint8_t move[6] = { 5, 0, at >> 8, at, at >> 8, at };
        if (framed)
            text_length += frame(text + text_length, move, sizeof move);
        else
            memcpy(text + text_length, move, sizeof move), text_length += sizeof move;
    }
}

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right;
}

static void report(double took)
{
    uint64_t wrong = 0;
    printf("{\"seconds\":%.4f,\"bytes\":[", took);
    for (int at = 0; at < count; at++) {
        printf("%s%lu", at ? "," : "", viewers[at].counted);
        wrong += viewers[at].wrong;
    }
    qsort(samples, sampled, sizeof *samples, by_value);
    printf("],\"wrong\":%lu,\"echoes\":%d,\"echoP50\":%.6f,\"echoP99\":%.6f}\n", wrong, sampled,
           sampled ? samples[sampled / 2] * 1e3 : 0, sampled ? samples[(int)(sampled * .99)] * 1e3 : 0);
}

int main(int argc, char **argv)
{
    static char line[8192];
    if (argc < 3)
        fail("SECONDS SIZE");
    double seconds = atof(argv[1]);
    size = atoi(argv[2]);
    signal(SIGPIPE, SIG_IGN);
    while (count < MOST && fgets(line, sizeof line, stdin) && *line != '\n')
        enter(line);
    if (count > 0 && viewers[0].role == 'm')
        make_moves(viewers[0].framed);
    else if (count > 0)
        make_text(viewers[0].framed);
    int poller = epoll_create1(0);
    for (int at = 0; at < count; at++) {
        int events = viewers[at].role == 'x' ? 0 : viewers[at].role == 's' || viewers[at].role == 'm' ? EPOLLIN | EPOLLOUT : EPOLLIN;
        struct epoll_event event = { events, { .ptr = &viewers[at] } };
        epoll_ctl(poller, EPOLL_CTL_ADD, viewers[at].fd, &event);
        begin(&viewers[at]);
    }
    double warm = now() + (viewers[0].role == 'c' ? 0 : 0.5), began = warm;
    struct epoll_event events[256];
    for (;;) {
        double time = now();
        if (!counting && time >= warm) {
            counting = 1;
            began = time;
            printf("counting\n");
            fflush(stdout);
        }
        if (viewers[0].role == 'c' ? viewers[0].total >= (uint64_t)size << 20 : time >= warm + seconds)
            break;
        int ready = epoll_wait(poller, events, 256, 50);
        for (int at = 0; at < ready; at++) {
            if (events[at].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                hear(events[at].data.ptr);
            if (events[at].events & EPOLLOUT)
                send_text(events[at].data.ptr);
        }
    }
    report(now() - began);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin))
        ;
    return 0;
}
