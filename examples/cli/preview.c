/* preview.html: see preview.h. All data goes into script elements of type application/json, where "<" is
 * written as \u003c, so that no text of a post or a person can end the element. */
#include "preview.h"
#include "preview_page.h"
#include "write.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_EMBEDDED = 12 << 20 };

static void write_base64(FILE *file, const unsigned char *bytes, size_t length) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i;
        uint32_t word = (uint32_t)bytes[i] << 16;
        word |= left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
        word |= left > 2 ? bytes[i + 2] : 0;
        char out[4] = {digits[word >> 18], digits[word >> 12 & 63], digits[word >> 6 & 63],
                       digits[word & 63]};
        if (left < 3)
            out[3] = '=';
        if (left < 2)
            out[2] = '=';
        fwrite(out, 1, 4, file);
    }
}

static const char *type_of(const char *name) {
    const char *dot = strrchr(name, '.');
    if (dot && strcmp(dot, ".png") == 0)
        return "image/png";
    return dot && strcmp(dot, ".webp") == 0 ? "image/webp" : "image/jpeg";
}

static void write_lines(FILE *file, const char *const *lines) {
    for (; *lines; lines++)
        fputs(*lines, file);
}

/* JSON inside HTML: "<" never stands for itself. */
static void write_json(FILE *file, const char *json) {
    for (const char *at = json; *at; at++)
        if (*at == '<')
            fputs("\\u003c", file);
        else
            fputc(*at, file);
}

static void open_data(FILE *file, const char *id) {
    fprintf(file, "<script type=\"application/json\" id=\"%s\">", id);
}

static void write_data(FILE *file, const char *id, const char *json) {
    open_data(file, id);
    write_json(file, json);
    fputs("</script>\n", file);
}

/* Of the networks' rules, what the page shows: {"linkedin":{"title":"LinkedIn","fold":210},..}. */
static void write_networks(FILE *file, const char *describe) {
    json_t *all = json_loads(describe, 0, NULL), *shown = json_object(), *network;
    size_t i;
    json_array_foreach(json_object_get(all, "networks"), i, network) {
        json_t *one = json_object(), *rules = json_object_get(network, "rules");
        json_object_set(one, "title", json_object_get(network, "title"));
        json_object_set(one, "fold", json_object_get(json_object_get(rules, "fold"), "value"));
        json_object_set_new(shown, json_string_value(json_object_get(network, "name")), one);
    }
    char *text = json_dumps(shown, JSON_COMPACT);
    write_data(file, "networks", text ? text : "{}");
    free(text);
    json_decref(shown);
    json_decref(all);
}

/* JSON Lines as a JSON list. */
static void write_alternatives(FILE *file, const char *lines) {
    open_data(file, "alternatives");
    fputc('[', file);
    for (const char *at = lines; *at; at++)
        if (*at == '\n' && at[1])
            fputs(",\n", file);
        else if (*at == '<')
            fputs("\\u003c", file);
        else
            fputc(*at, file);
    fputs("]</script>\n", file);
}

static void write_items(FILE *file, const koor_plan *plan) {
    open_data(file, "items");
    fputs("[\n", file);
    for (size_t i = 0; i < koor_plan_count(plan); i++) {
        size_t length = 0;
        koor_plan_item(plan, i, NULL, 0, &length);
        char *item = cli_alloc(length + 1);
        koor_plan_item(plan, i, item, length + 1, NULL);
        fputs(i ? ",\n" : "", file);
        write_json(file, item);
        free(item);
    }
    fputs("]</script>\n", file);
}

/* A picture of the plan's folder, as a member of the JSON object; gives its size. */
static size_t write_picture(FILE *file, const char *folder, const char *name, int is_first) {
    char path[4096];
    size_t length;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *bytes = cli_read_file(path, &length);
    if (!bytes)
        return 0;
    fprintf(file, "%s\"%s\":\"data:%s;base64,", is_first ? "" : ",\n", name, type_of(name));
    write_base64(file, (const unsigned char *)bytes, length);
    fputc('"', file);
    free(bytes);
    return length;
}

static int is_there(const char *folder, const char *name, size_t *size) {
    char path[4096];
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int there = stat(path, &info) == 0;
    *size = there ? (size_t)info.st_size : 0;
    return there;
}

/* The pictures in the order of the items, as many as are embedded; later ones stay links. */
static void write_pictures(FILE *file, const koor_plan *plan, const char *folder) {
    size_t embedded = 0, size;
    json_t *seen = json_object();
    open_data(file, "pictures");
    fputc('{', file);
    for (size_t i = 0; i < koor_plan_count(plan); i++) {
        json_t *item = cli_item(plan, i);
        const char *name = json_string_value(json_object_get(json_object_get(item, "image"), "file"));
        if (name && !json_object_get(seen, name) && is_there(folder, name, &size) &&
            embedded + size <= MOST_EMBEDDED) {
            json_object_set_new(seen, name, json_true());
            embedded += write_picture(file, folder, name, embedded == 0);
        }
        json_decref(item);
    }
    fputs("}</script>\n", file);
    json_decref(seen);
}

static void write_posts(FILE *file, const koor_plan *plan) {
    json_t *meta = json_loads(koor_plan_meta(plan, NULL), 0, NULL);
    char *posts = json_dumps(json_object_get(meta, "posts"), JSON_COMPACT);
    write_data(file, "posts-data", posts ? posts : "[]");
    free(posts);
    json_decref(meta);
}

static void write_script(FILE *file) {
    const char *const *const parts[] = {page_data_js,     page_words_js,   page_cards_js,
                                        page_timeline_js, page_compare_js, page_certificate_js,
                                        page_approve_js,
                                        page_main_js};
    fputs("<script>\n", file);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        write_lines(file, parts[i]);
    fputs("</script>\n", file);
}

int cli_preview_write(const koor_plan *plan, const char *folder, const char *describe, FILE *file) {
    write_lines(file, page_head_html);
    fputs("<style>\n", file);
    write_lines(file, page_css);
    fputs("</style>\n", file);
    write_lines(file, page_body_html);
    write_posts(file, plan);
    write_networks(file, describe);
    write_data(file, "meta", koor_plan_meta(plan, NULL));
    write_data(file, "report", koor_plan_report(plan, NULL));
    write_alternatives(file, koor_plan_alternatives(plan, NULL));
    write_items(file, plan);
    write_pictures(file, plan, folder);
    write_script(file);
    fputs("</body>\n</html>\n", file);
    return ferror(file) ? cli_say(CLI_FAILED, "cannot write preview.html") : CLI_DONE;
}
