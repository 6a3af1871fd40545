/* `koor init DIR`: a small campaign to change, with a README that says what each file is for. Nothing that
 * is there is ever written over. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const FILES[][2] = {
    {"README.md",
     "# A campaign for koor\n\n"
     "    koor plan --config campaign.json -o plan      # then open plan/preview.html\n\n"
     "- `campaign.json`: what belongs together; paths are seen from this folder. `koor options` lists every key\n"
     "  that \"options\" takes, `campaign.window` is when posts may go out, in `campaign.timezone`.\n"
     "- `post.txt`: the post, as it was approved. Facts, links, names and quotations are never changed.\n"
     "- `people.csv`: one line for each person. Only `id` and `opted_in` are needed, and nobody is planned who\n"
     "  did not say yes. People of one `circle` share followers: they get the most different texts.\n"
     "- Pictures: make a folder `pictures`, add `\"images\": \"pictures\"` to campaign.json; `NAME.json` beside\n"
     "  NAME.jpg may hold {\"alt\": \"what the picture shows\"}.\n"},
    {"post.txt",
     "We're hiring a senior baker in Ghent! You'll work with a small team and a very old oven. We bake 2,400 "
     "loaves a day, and we never start before 5 am. Apply before 1 May: https://example.com/baker #hiring\n"},
    {"people.csv", "id,circle,timezone,language,networks,wave,opted_in\n"
                   "noor,bakery,Europe/Brussels,en,linkedin,leaders,yes\n"
                   "bram,bakery,Europe/Brussels,en,linkedin,,yes\n"
                   "fatma,shop,Europe/Brussels,en,linkedin,,yes\n"
                   "joris,shop,Europe/Brussels,en,linkedin,,no\n"},
    {"campaign.json", "{\n"
                      "  \"options\": {\n"
                      "    \"campaign.id\": \"baker\",\n"
                      "    \"campaign.timezone\": \"Europe/Brussels\",\n"
                      "    \"campaign.seed\": \"1\"\n"
                      "  },\n"
                      "  \"posts\": [{\"id\": \"baker\", \"language\": \"en\", \"file\": \"post.txt\"}],\n"
                      "  \"people\": \"people.csv\"\n"
                      "}\n"},
};

static int write_file(const char *folder, const char *name, const char *text) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wbx");
    if (!file && errno == EEXIST)
        return cli_say(CLI_FAILED, "%s is there already: give another folder", path);
    if (!file)
        return cli_say(CLI_FAILED, "cannot write %s: %s", path, strerror(errno));
    int failed = fputs(text, file) == EOF;
    failed |= fclose(file) != 0;
    return failed ? cli_say(CLI_FAILED, "cannot write all of %s", path) : CLI_DONE;
}

int cli_init(const cli_flags *flags) {
    int status = CLI_DONE;
    const char *folder = flags->post;
    if (flags->file_count != 1)
        return cli_say(CLI_USAGE, "init needs the name of a folder");
    if (mkdir(folder, 0755) != 0 && errno != EEXIST)
        return cli_say(CLI_FAILED, "cannot make %s: %s", folder, strerror(errno));
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES && status == CLI_DONE; i++)
        status = write_file(folder, FILES[i][0], FILES[i][1]);
    if (status == CLI_DONE && flags->json)
        cli_print_json(json_pack("{s:s,s:s,s:[s,s,s,s]}", "command", "init", "folder", folder, "files",
                                 FILES[0][0], FILES[1][0], FILES[2][0], FILES[3][0]));
    else if (status == CLI_DONE && !flags->quiet)
        printf("%s is ready: koor plan --config %s/campaign.json -o %s/plan\n", folder, folder, folder);
    return status;
}
