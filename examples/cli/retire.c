/* Files of the plan before: see retire.h. Two plans are the same where plan.meta.json and
 * plan.jsonl have the same bytes: then a later run with other words of --write adds its files to
 * those that are there. */
#include "retire.h"
#include "write.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- names that koor gives ------------------------------------------------------------------------
 */

static int ends_with(const char *name, const char *ending) {
    size_t length = strlen(name), size = strlen(ending);
    return length > size && strcmp(name + length - size, ending) == 0;
}

/* As many of these characters, and no fewer. */
static const char *skip(const char *at, const char *characters, size_t count) {
    return at && strspn(at, characters) >= count ? at + count : NULL;
}

/* "2027-03-22-0935-linkedin.txt", "..-repost.jpg", "..-alt.txt" */
static int is_of_kit(const char *path, const char *name) {
    static const char digits[] = "0123456789";
    const char *at = name;
    (void)path;
    for (int i = 0; i < 4; i++) {
        at = skip(at, digits, i == 0 || i == 3 ? 4 : 2);
        at = at && *at == '-' ? at + 1 : NULL;
    }
    return at && (ends_with(at, ".txt") || ends_with(at, ".jpg"));
}

static int is_picture(const char *path, const char *name) {
    const char *at = skip(name, "0123456789abcdef", 16);
    (void)path;
    return at && strcmp(at, ".jpg") == 0;
}

/* Calendars may have any name: the first lines tell who wrote it. */
static int is_calendar(const char *path, const char *name) {
    char head[129] = "";
    FILE *file = ends_with(name, ".ics") ? fopen(path, "rb") : NULL;
    if (!file)
        return 0;
    size_t length = fread(head, 1, sizeof head - 1, file);
    fclose(file);
    head[length] = '\0';
    return strstr(head, "\nPRODID:-//koor//") != NULL;
}

/* -- removing -------------------------------------------------------------------------------------
 */

/* Empty where there is no room: a cut name is that of another file. */
static void put_path(char out[4096], const char *folder, const char *name) {
    if (snprintf(out, 4096, "%s/%s", folder, name) >= 4096)
        out[0] = '\0';
}

static int is_kind(const char *path, mode_t kind) {
    struct stat info;
    return lstat(path, &info) == 0 && (info.st_mode & S_IFMT) == kind;
}

static size_t remove_file(const char *target, const char *aside, const char *name,
                          int (*fits)(const char *path, const char *name)) {
    char path[4096], new[4096];
    put_path(path, target, name);
    put_path(new, aside, name);
    if (access(new, F_OK) == 0 || !is_kind(path, S_IFREG) || (fits && !fits(path, name)))
        return 0;
    return unlink(path) == 0;
}

/* What fits in one folder, and the folder where nothing else is in it. */
static size_t sweep(const char *target, const char *aside,
                    int (*fits)(const char *path, const char *name)) {
    size_t removed = 0;
    DIR *folder = is_kind(target, S_IFDIR) ? opendir(target) : NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        removed += remove_file(target, aside, entry->d_name, fits);
    if (folder)
        closedir(folder);
    if (removed)
        (void)rmdir(target);
    return removed;
}

static size_t sweep_kits(const char *target, const char *aside) {
    char path[4096], new[4096];
    size_t removed = 0;
    DIR *folder = is_kind(target, S_IFDIR) ? opendir(target) : NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        put_path(path, target, entry->d_name);
        put_path(new, aside, entry->d_name);
        removed += sweep(path, new, is_of_kit);
    }
    if (folder)
        closedir(folder);
    if (removed)
        (void)rmdir(target);
    return removed;
}

size_t cli_retire(const cli_output *output) {
    static const char *const names[] = {"plan.csv", "report.json", "preview.html", "digest.md"};
    static const struct {
        const char *name;
        int (*fits)(const char *path, const char *name);
    } folders[] = {{"calendar", is_calendar}, {"images", is_picture}, {"kits", NULL}};
    char path[4096], new[4096];
    size_t removed = 0;
    if (!output->replaces)
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        removed += remove_file(output->target, output->aside, names[i], NULL);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        put_path(path, output->target, folders[i].name);
        put_path(new, output->aside, folders[i].name);
        removed += folders[i].fits ? sweep(path, new, folders[i].fits) : sweep_kits(path, new);
    }
    return removed;
}

/* -- whether it is another plan -------------------------------------------------------------------
 */

static FILE *open_in(const char *folder, const char *name) {
    char path[4096];
    put_path(path, folder, name);
    return is_kind(path, S_IFREG) ? fopen(path, "rb") : NULL;
}

/* Reads so many bytes: 0 where they are these. */
static int32_t compare_bytes(const void *bytes, size_t length, void *user) {
    char part[8192];
    for (size_t at = 0; at < length;) {
        size_t size = length - at < sizeof part ? length - at : sizeof part;
        if (fread(part, 1, size, user) != size || memcmp(part, (const char *)bytes + at, size) != 0)
            return -1;
        at += size;
    }
    return 0;
}

/* Takes the file. */
static int is_at_end(FILE *file) {
    int end = fgetc(file) == EOF;
    fclose(file);
    return end;
}

/* 1: that of this plan, 0: of another one, -1: no plan stands there. */
static int compare_meta(const char *folder, const koor_plan *plan) {
    static const char schema[] = "{\"schema\":\"koor-plan/";
    const char *meta = koor_plan_meta(plan, NULL);
    FILE *file = open_in(folder, "plan.meta.json");
    if (!file)
        return -1;
    int is_plan = compare_bytes(schema, sizeof schema - 1, file) == 0;
    rewind(file);
    int same = compare_bytes(meta, strlen(meta), file) == 0 && compare_bytes("\n", 1, file) == 0;
    same &= is_at_end(file);
    return is_plan ? same : -1;
}

/* The items are written once more, against those that are there. */
static int are_lines(FILE *file, const koor_plan *plan) {
    koor_error *error = NULL;
    int same = koor_plan_write(plan, "jsonl", compare_bytes, file, &error) == 0;
    koor_error_free(error);
    return is_at_end(file) && same;
}

int cli_retire_look(cli_output *output, const koor_plan *plan, const cli_flags *flags) {
    int meta = compare_meta(output->target, plan), same_lines = 0,
        writes_lines = cli_writes(flags, "jsonl");
    if (meta < 0)
        return CLI_DONE;
    FILE *lines = open_in(output->target, "plan.jsonl");
    int has_lines = lines != NULL;
    if (lines && (meta == 1 || !writes_lines))
        same_lines = are_lines(lines, plan);
    else if (lines)
        fclose(lines);
    if (has_lines && !writes_lines && !same_lines)
        return cli_say(CLI_FAILED,
                       "%s holds another plan, and --write %s would leave its plan.jsonl beside "
                       "files that do not belong "
                       "to it: add jsonl to --write, or give another folder with -o",
                       output->target, flags->write);
    output->replaces = meta != 1 || !same_lines;
    return CLI_DONE;
}
