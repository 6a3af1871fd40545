/* preview.html: see preview.h. All data goes into script elements of type application/json, where "<" is
 * written as \u003c, so that no text of a post or a person can end the element. */
#include "preview.h"
#include "preview_page.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_EMBEDDED = 12 << 20 };

struct cli_preview {
    cli_text pictures; /* the members of a JSON object: "name":"data:..." */
    size_t embedded;
};

cli_preview *cli_preview_new(void) {
    return cli_alloc(sizeof(cli_preview));
}

void cli_preview_free(cli_preview *preview) {
    if (preview)
        cli_free_text(&preview->pictures);
    free(preview);
}

static void add_base64(cli_text *text, const unsigned char *bytes, size_t length) {
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
        cli_add(text, out, 4);
    }
}

static const char *type_of(const char *name) {
    const char *dot = strrchr(name, '.');
    if (dot && strcmp(dot, ".png") == 0)
        return "image/png";
    return dot && strcmp(dot, ".webp") == 0 ? "image/webp" : "image/jpeg";
}

void cli_preview_picture(cli_preview *preview, const char *name, const void *bytes, size_t length) {
    cli_text key = {0};
    cli_add_string(&key, "\"");
    cli_add_string(&key, name);
    cli_add_string(&key, "\":");
    int known = preview->pictures.data && strstr(preview->pictures.data, key.data) != NULL;
    if (!known && preview->embedded + length <= MOST_EMBEDDED) {
        preview->embedded += length;
        if (preview->pictures.length)
            cli_add_string(&preview->pictures, ",\n");
        cli_add(&preview->pictures, key.data, key.length);
        cli_add_string(&preview->pictures, "\"data:");
        cli_add_string(&preview->pictures, type_of(name));
        cli_add_string(&preview->pictures, ";base64,");
        add_base64(&preview->pictures, bytes, length);
        cli_add_string(&preview->pictures, "\"");
    }
    cli_free_text(&key);
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

static void write_script(FILE *file) {
    const char *const *const parts[] = {page_data_js,     page_words_js,   page_cards_js,
                                        page_timeline_js, page_compare_js, page_certificate_js,
                                        page_main_js};
    fputs("<script>\n", file);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        write_lines(file, parts[i]);
    fputs("</script>\n", file);
}

int cli_preview_write(const cli_preview *preview, const koor_plan *plan, const char *posts,
                      const char *describe, FILE *file) {
    write_lines(file, page_head_html);
    fputs("<style>\n", file);
    write_lines(file, page_css);
    fputs("</style>\n", file);
    write_lines(file, page_body_html);
    write_data(file, "posts-data", posts);
    write_networks(file, describe);
    write_data(file, "meta", koor_plan_meta(plan, NULL));
    write_data(file, "report", koor_plan_report(plan, NULL));
    write_items(file, plan);
    fputs("<script type=\"application/json\" id=\"pictures\">{", file);
    fputs(preview->pictures.data ? preview->pictures.data : "", file);
    fputs("}</script>\n", file);
    write_script(file);
    fputs("</body>\n</html>\n", file);
    return ferror(file) ? cli_say(CLI_FAILED, "cannot write preview.html") : CLI_DONE;
}
