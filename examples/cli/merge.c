/* `koor merge`: the shards of a plan, each a folder of `koor plan --shard K/N`, become the plan that one run
 * would have made, byte for byte. Whether all are there and belong together, the library checks; it reads the items
 * from the folders when they are written, so that a merge of millions needs little memory. */
#include "write.h"

#include <string.h>

static int tell_error(koor_error *error) {
    if (strcmp(koor_error_name(koor_error_code(error)), "KOOR_E_IO") == 0)
        cli_say(CLI_FAILED, "%s: merge needs the folders of `koor plan --shard K/N`, written with jsonl and report",
                koor_error_path(error));
    return cli_tell(error, "", NULL, 0);
}

static int open_plan(koor_plan **out, const koor_engine *engine, const cli_flags *flags) {
    koor_error *error = NULL;
    cli_text folders = {0};
    for (size_t i = 0; i < flags->file_count; i++) {
        cli_add_string(&folders, flags->files[i]);
        cli_add_string(&folders, "\n");
    }
    int32_t status = koor_plan_open_folders(out, engine, folders.data, folders.length, &error);
    cli_free_text(&folders);
    return status < 0 ? tell_error(error) : CLI_DONE;
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
