/* Output that is whole or absent: see output.h. */
#include "output.h"
#include "retire.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_signal(int number) {
    (void)number;
    interrupted = 1;
}

int cli_interrupted(void) {
    return interrupted;
}

static char *join(const char *folder, const char *name) {
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = cli_alloc(size);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

int cli_output_open(cli_output *output, const char *target) {
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    size_t length = strlen(target);
    *output = (cli_output){.target = cli_alloc(length + 1), .aside = cli_alloc(length + 24)};
    memcpy(output->target, target, length);
    while (length > 1 && output->target[length - 1] == '/')
        output->target[--length] = '\0';
    snprintf(output->aside, length + 24, "%s.partial-XXXXXX", output->target);
    if (mkdtemp(output->aside)) {
        chmod(output->aside, 0755);
        return CLI_DONE;
    }
    output->aside[0] = '\0';
    return cli_say(CLI_FAILED, "cannot make a folder beside %s: %s", output->target, strerror(errno));
}

FILE *cli_output_file(cli_output *output, const char *name) {
    char *path = join(output->aside, name);
    for (char *slash = path + strlen(output->aside) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0755);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    if (!file)
        cli_say(CLI_FAILED, "cannot write %s/%s: %s", output->target, name, strerror(errno));
    free(path);
    return file;
}

int cli_output_close(FILE *file, const char *name) {
    int failed = fflush(file) != 0 || ferror(file);
    int reason = errno;
    failed |= fclose(file) != 0;
    return failed ? cli_say(CLI_FAILED, "cannot write all of %s: %s", name, strerror(reason))
                  : CLI_DONE;
}

typedef int (*visit)(const char *from, const char *to, int is_folder);

/* Calls `each` for every entry below a folder: folders before what is in them when `to` is given,
 * after it otherwise. */
static int walk(const char *from, const char *to, visit each) {
    DIR *folder = opendir(from);
    struct dirent *entry;
    int status = 0;
    while (folder && status == 0 && (entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        struct stat info;
        char *source = join(from, entry->d_name), *target = to ? join(to, entry->d_name) : NULL;
        int is_folder = lstat(source, &info) == 0 && S_ISDIR(info.st_mode);
        if (to && is_folder)
            status = each(source, target, 1);
        if (status == 0 && is_folder)
            status = walk(source, target, each);
        if (status == 0 && !(to && is_folder))
            status = each(source, target, is_folder);
        free(source);
        free(target);
    }
    if (folder)
        closedir(folder);
    return status;
}

/* A folder of its own: through a link the files would land wherever it leads. */
static int own_folder(const char *path) {
    struct stat info;
    if (mkdir(path, 0755) == 0)
        return 1;
    if (errno == EEXIST && lstat(path, &info) == 0 && !S_ISDIR(info.st_mode))
        errno = ENOTDIR;
    return errno == EEXIST;
}

static int move_entry(const char *from, const char *to, int is_folder) {
    int failed = is_folder ? !own_folder(to) : rename(from, to) != 0;
    return failed ? cli_say(CLI_FAILED, "cannot write %s: %s", to, strerror(errno)) : 0;
}

static int remove_entry(const char *from, const char *to, int is_folder) {
    (void)to;
    (void)(is_folder ? rmdir(from) : unlink(from));
    return 0;
}

/* All of it on the disk at once: a file by itself would cost a journal each. */
static void sync_all(const cli_output *output) {
#ifdef __linux__
    int folder = open(output->aside, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        (void)syncfs(folder);
        close(folder);
    }
#else
    (void)output;
    sync();
#endif
}

static int commit(cli_output *output) {
    sync_all(output);
    output->retired = cli_retire(output);
    if (rename(output->aside, output->target) == 0) {
        output->aside[0] = '\0';
        return CLI_DONE;
    }
    if (mkdir(output->target, 0755) != 0 && errno != EEXIST)
        return cli_say(CLI_FAILED, "cannot write %s: %s", output->target, strerror(errno));
    return walk(output->aside, output->target, move_entry) ? CLI_FAILED : CLI_DONE;
}

static void end(cli_output *output) {
    if (output->aside && *output->aside) {
        walk(output->aside, NULL, remove_entry);
        rmdir(output->aside);
    }
    free(output->aside);
    free(output->target);
    *output = (cli_output){.retired = output->retired};
}

int cli_output_finish(cli_output *output, int status) {
    if (cli_interrupted())
        status = cli_say(CLI_FAILED, "stopped: nothing was written");
    else if (status == CLI_DONE)
        status = commit(output);
    end(output);
    return status;
}

/* FNV-1a: tells long names apart whose ends are cut off. */
static uint64_t fingerprint(const char *text) {
    uint64_t sum = UINT64_C(14695981039346656037);
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return sum;
}

void cli_safe_name(char out[CLI_NAME_SIZE], const char *name) {
    enum { KEPT = CLI_NAME_SIZE - 1 - 20 };
    size_t used = 0;
    const unsigned char *at = (const unsigned char *)name;
    for (; *at; at++) {
        int plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                    (*at >= '0' && *at <= '9') || *at == '-' || *at == '_' ||
                    (*at == '.' && used > 0);
        if (used + (plain ? 1 : 3) >= CLI_NAME_SIZE)
            break;
        if (plain)
            out[used++] = (char)*at;
        else
            used += (size_t)snprintf(out + used, CLI_NAME_SIZE - used, "%%%02X", *at);
    }
    out[used] = '\0';
    if (*at)
        snprintf(out + KEPT, CLI_NAME_SIZE - KEPT, "~%016" PRIx64, fingerprint(name));
}
