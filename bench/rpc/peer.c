/*
 * The peer of the rpc benchmark: libvirt's own C library doing what our client does.
 * peer URI: reads one command a line and answers with one line.
 *   info N    DOMAIN_GET_INFO of the first domain, N times one after the other -> milliseconds
 *   list      every domain                                                     -> milliseconds, how many
 *   stats     every statistic of every domain                                  -> milliseconds, how many values
 */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void check(int failed, const char *what)
{
    if (!failed)
        return;
    fprintf(stderr, "%s: %s\n", what, virGetLastErrorMessage());
    exit(1);
}

static void info(virConnectPtr connection, int times)
{
    virDomainPtr *domains;
    virDomainInfo told;
    int count = virConnectListAllDomains(connection, &domains, 0);
    check(count < 1, "list");

    double began = now_ms();
    for (int call = 0; call < times; call++)
        check(virDomainGetInfo(domains[0], &told) < 0, "info");
    printf("%f %d\n", now_ms() - began, times);

    for (int at = 0; at < count; at++)
        virDomainFree(domains[at]);
    free(domains);
}

static void list(virConnectPtr connection)
{
    virDomainPtr *domains;
    double began = now_ms();
    int count = virConnectListAllDomains(connection, &domains, 0);
    double took = now_ms() - began;
    check(count < 0, "list");
    printf("%f %d\n", took, count);
    for (int at = 0; at < count; at++)
        virDomainFree(domains[at]);
    free(domains);
}

static void stats(virConnectPtr connection)
{
    virDomainStatsRecordPtr *records;
    long values = 0;
    double began = now_ms();
    int count = virConnectGetAllDomainStats(connection, 0, &records, 0);
    double took = now_ms() - began;
    check(count < 0, "stats");
    for (int at = 0; at < count; at++)
        values += records[at]->nparams;
    printf("%f %ld\n", took, values);
    virDomainStatsRecordListFree(records);
}

int main(int argc, char **argv)
{
    char line[64];
    if (argc != 2) {
        fprintf(stderr, "peer URI\n");
        return 2;
    }
    virConnectPtr connection = virConnectOpen(argv[1]);
    check(connection == NULL, "open");
    puts("ready");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        if (strncmp(line, "info ", 5) == 0)
            info(connection, atoi(line + 5));
        else if (strcmp(line, "list\n") == 0)
            list(connection);
        else if (strcmp(line, "stats\n") == 0)
            stats(connection);
        fflush(stdout);
    }
    virConnectClose(connection);
    return 0;
}
