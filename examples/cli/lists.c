/* The commands that tell what koor holds: pack check, networks, options. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* -- pack check ----------------------------------------------------------------------------------- */

/* Adds the file's failures and report to *told. */
static int check_pack(const koor_engine *engine, const char *path, json_t *told, int64_t *failures) {
    koor_error *error = NULL;
    size_t size, length;
    char *bytes = cli_read_file(path, &size), report[65536];
    if (!bytes)
        return CLI_FAILED;
    int status = CLI_DONE;
    if (koor_engine_check_pack(failures, engine, path, bytes, size, report, sizeof report, &length,
                               &error) < 0)
        status = cli_tell(error, path, bytes, size);
    else
        json_array_append_new(told, json_pack("{s:s,s:I,s:s}", "file", path, "failures",
                                              (json_int_t)*failures, "report", report));
    free(bytes);
    return status;
}

static void print_packs(const cli_flags *flags, json_t *told, int64_t failures) {
    size_t i;
    json_t *file;
    if (flags->json) {
        cli_print_json(json_pack("{s:s,s:I,s:O}", "command", "pack check", "failures",
                                 (json_int_t)failures, "files", told));
        return;
    }
    json_array_foreach(told, i, file) {
        if (!flags->quiet)
            fputs(json_string_value(json_object_get(file, "report")), stdout);
    }
}

int cli_pack_check(const cli_flags *flags) {
    cli_session session;
    int64_t failures = 0, all = 0;
    if (flags->file_count < 2 || strcmp(flags->files[0], "check") != 0)
        return cli_say(CLI_USAGE, "pack check needs the files of a pack");
    json_t *told = json_array();
    int status = cli_open(&session, flags, 0);
    for (size_t i = 1; i < flags->file_count && status == CLI_DONE; i++) {
        status = check_pack(session.engine, flags->files[i], told, &failures);
        all += failures;
    }
    cli_close(&session);
    if (status == CLI_DONE)
        print_packs(flags, told, all);
    json_decref(told);
    if (status == CLI_DONE && all)
        return cli_say(CLI_FAILED, all == 1 ? "%lld example does not hold" : "%lld examples do not hold",
                       (long long)all);
    return status;
}

/* -- networks ------------------------------------------------------------------------------------- */

/* A rule's value as people read it; freed by the caller. */
static char *value_of(const json_t *network, const char *rule) {
    const json_t *value =
        json_object_get(json_object_get(json_object_get(network, "rules"), rule), "value");
    cli_text text = {0};
    size_t i;
    json_t *part;
    if (json_is_integer(value)) {
        char digits[32];
        snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(value));
        cli_add_string(&text, digits);
    } else if (json_is_boolean(value)) {
        cli_add_string(&text, json_is_true(value) ? "yes" : "no");
    } else if (json_is_string(value)) {
        cli_add_string(&text, json_string_value(value));
    }
    json_array_foreach(value, i, part) {
        cli_add_string(&text, i ? ", " : "");
        cli_add_string(&text, json_is_string(part) ? json_string_value(part) : "?");
    }
    if (!text.data)
        cli_add_string(&text, "-");
    return text.data;
}

static void print_table(const json_t *networks) {
    static const char *const columns[] = {"limit", "fold", "hashtag_most", "action", "picture_sizes"};
    size_t i;
    json_t *network;
    printf("%-12s %8s %6s %9s  %-8s %s\n", "network", "length", "fold", "hashtags", "action", "pictures");
    json_array_foreach(networks, i, network) {
        char *cell[5];
        for (size_t c = 0; c < 5; c++)
            cell[c] = value_of(network, columns[c]);
        printf("%-12s %8s %6s %9s  %-8s %s\n", json_string_value(json_object_get(network, "name")),
               cell[0], cell[1], cell[2], cell[3], cell[4]);
        for (size_t c = 0; c < 5; c++)
            free(cell[c]);
    }
    puts("\n`koor networks NAME` tells every rule of one with its date and source, --json those of "
         "all.");
}

static void print_network(const json_t *network) {
    const char *rule;
    json_t *told;
    printf("%s: %s\n\n", json_string_value(json_object_get(network, "title")),
           json_string_value(json_object_get(network, "tested")));
    json_object_foreach(json_object_get(network, "rules"), rule, told) {
        char *value = value_of(network, rule);
        printf("%-16s %-34s %s  %s\n", rule, value, json_string_value(json_object_get(told, "as_of")),
               json_string_value(json_object_get(told, "source")));
        free(value);
    }
}

/* The list of the one with this name; NULL with a message. */
static json_t *only_named(const json_t *networks, const char *name) {
    const char **names = cli_alloc(json_array_size(networks) * sizeof *names);
    size_t i;
    json_t *network, *found = NULL;
    json_array_foreach(networks, i, network) {
        names[i] = json_string_value(json_object_get(network, "name"));
        if (strcmp(names[i], name) == 0)
            found = json_pack("[O]", network);
    }
    const char *near = cli_nearest(name, names, json_array_size(networks));
    free(names);
    if (!found)
        cli_say(CLI_FAILED, "unknown network \"%s\"%s%s%s", name, near ? ": did you mean " : "",
                near ? near : "", near ? "?" : ": `koor networks` lists all");
    return found;
}

int cli_networks(const cli_flags *flags) {
    cli_session session;
    int status = cli_open(&session, flags, 0);
    if (status == CLI_DONE) {
        json_t *all = json_loads(koor_engine_describe(session.engine, NULL), 0, NULL);
        json_t *networks = json_object_get(all, "networks");
        networks = flags->post ? only_named(networks, flags->post) : json_incref(networks);
        if (!networks)
            status = CLI_FAILED;
        else if (flags->json)
            cli_print_json(json_pack("{s:s,s:O}", "command", "networks", "networks", networks));
        else if (flags->post)
            print_network(json_array_get(networks, 0));
        else
            print_table(networks);
        json_decref(networks);
        json_decref(all);
    }
    cli_close(&session);
    return status;
}

/* -- options -------------------------------------------------------------------------------------- */

static void print_options_json(void) {
    json_t *list = json_array();
    for (size_t i = 0; i < koor_option_count(); i++)
        json_array_append_new(
            list, json_pack("{s:s,s:s,s:s,s:s,s:s}", "name", koor_option_name(i), "type",
                            koor_option_type(i), "default", koor_option_default(i), "range",
                            koor_option_range(i), "help", koor_option_help(i)));
    cli_print_json(json_pack("{s:s,s:o}", "command", "options", "options", list));
}

int cli_options(const cli_flags *flags) {
    if (flags->json) {
        print_options_json();
        return CLI_DONE;
    }
    for (size_t i = 0; i < koor_option_count(); i++)
        printf("%-26s %s\n%26s %s%s%s, default \"%s\"\n", koor_option_name(i), koor_option_help(i), "",
               koor_option_type(i), *koor_option_range(i) ? " " : "", koor_option_range(i),
               koor_option_default(i));
    return CLI_DONE;
}
