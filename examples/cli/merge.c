/* `koor merge`: the shards of a plan, each a folder of `koor plan --shard K/N`, become the plan that one run
 * would have made, byte for byte. Whether all are there and belong together, the library checks. */
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* The lines of one folder's files, in the order in which the library reads them. */
static int add_folder(cli_text *all, const char *folder) {
    static const char *const names[] = {"plan.meta.json", "report.json", "alternatives.jsonl",
                                        "plan.jsonl"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[4096];
        size_t length;
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        char *bytes = cli_read_file(path, &length);
        if (!bytes)
            return cli_say(CLI_FAILED, "merge needs the folders of `koor plan --shard K/N`, written "
                           "with jsonl and report");
        cli_add(all, bytes, length);
        if (length && bytes[length - 1] != '\n')
            cli_add_string(all, "\n");
        free(bytes);
    }
    return CLI_DONE;
}

static int open_plan(koor_plan **out, const koor_engine *engine, const cli_flags *flags) {
    koor_error *error = NULL;
    cli_text all = {0};
    int status = CLI_DONE;
    for (size_t i = 0; i < flags->file_count && status == CLI_DONE; i++)
        status = add_folder(&all, flags->files[i]);
    if (status == CLI_DONE && koor_plan_open(out, engine, all.data, all.length, &error) < 0)
        status = cli_tell(error, "", NULL, 0);
    cli_free_text(&all);
    return status;
}

int cli_merge(const cli_flags *flags) {
    koor_engine *engine = NULL;
    koor_plan *plan = NULL;
    koor_error *error = NULL;
    cli_output output = {0};
    cli_progress progress;
    const char *out = flags->out ? flags->out : "campaign";
    if (!flags->file_count)
        return cli_say(CLI_USAGE, "merge needs the folders of all shards of a plan");
    if (cli_write_check(flags) != CLI_DONE)
        return CLI_USAGE;
    if (koor_engine_open(&engine, &error) < 0)
        return cli_tell(error, "", NULL, 0);
    cli_progress_start(&progress, flags->quiet);
    cli_writing writing = {.flags = flags,
                           .engine = engine,
                           .output = &output,
                           .progress = &progress,
                           .folders = flags->files,
                           .folder_count = flags->file_count};
    int status = open_plan(&plan, engine, flags);
    writing.plan = plan;
    if (status == CLI_DONE)
        status = cli_output_open(&output, out);
    if (status == CLI_DONE)
        status = cli_write_plan(&writing);
    status = cli_output_finish(&output, status);
    if (status == CLI_DONE)
        cli_write_summary(&writing, out);
    koor_plan_free(plan);
    koor_engine_free(engine);
    return status;
}
