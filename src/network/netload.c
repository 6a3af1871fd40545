/* Reads network rules from JSON, koor's own and the host's, and lists them.
 *
 *   {"networks": {"linkedin": {"title": "LinkedIn", "as_of": "2026-11-22", "source": "https://...",
 *     "limit": 3000, "fold": {"value": 210, "source": "observed"}}}}
 *
 * A rule is a value, or an object with value, as_of and source; without them it takes those of its
 * network. A load works on a copy, so that one that fails leaves what stood before. */
#include "base/nearest.h"
#include "base/numbers.h"
#include "network/netrules.h"
#include "network/networks.h"
#include "networks_json.h"

#include <jansson.h>
#include <string.h>

typedef struct loader {
    kr_job *job;
    kr_arena *arena;
    const char *source; /* names the data in errors */
    kr_networks *networks;
    size_t capacity;
    kr_network *network; /* the one that is read */
    kr_str as_of, from;  /* its date and source */
    int fresh;           /* it was not known before */
} loader;

/* "networks.json: networks.x.limit"; KEY may be NULL. */
static const char *path_of(loader *l, const char *name, const char *key) {
    kr_buffer path;
    kr_buffer_start(&path, l->job->memory);
    kr_buffer_text(&path, l->source);
    kr_buffer_text(&path, ": networks");
    if (name) {
        kr_buffer_char(&path, '.');
        kr_buffer_text(&path, name);
    }
    if (key) {
        kr_buffer_char(&path, '.');
        kr_buffer_text(&path, key);
    }
    char *copy = path.failed ? NULL : kr_arena_string(&l->job->arena, path.data, path.length);
    kr_buffer_end(&path);
    return copy ? copy : l->source;
}

#define FAIL(l, code, key, ...)                                                                    \
    kr_fail((l)->job, (code), path_of((l), (l)->network->name.at, (key)), -1, __VA_ARGS__)

static int copy_str(loader *l, kr_str *out, const json_t *string) {
    size_t length = json_string_length(string);
    const char *copy = kr_arena_string(l->arena, json_string_value(string), length);
    *out = (kr_str){copy, length};
    return copy ? 0 : -1;
}

static int is_date(kr_str text) {
    if (text.length != 10 || text.at[4] != '-' || text.at[7] != '-')
        return 0;
    for (size_t i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (text.at[i] < '0' || text.at[i] > '9'))
            return 0;
    int month = (text.at[5] - '0') * 10 + text.at[6] - '0';
    int day = (text.at[8] - '0') * 10 + text.at[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static uint32_t *place(kr_network *network, const kr_rule_field *field) {
    return (uint32_t *)(void *)((char *)network + field->offset);
}

/* "1200x627" or "4:5": two whole numbers with a mark between. */
static int read_pair(const json_t *value, char mark, uint32_t least, uint32_t most,
                     uint32_t out[2]) {
    const char *text = json_string_value(value);
    const char *middle = text ? strchr(text, mark) : NULL;
    uint64_t a, b;
    if (!middle || kr_read_uint(&a, (kr_str){text, (size_t)(middle - text)}) < 0 ||
        kr_read_uint(&b, kr_str_of(middle + 1)) < 0)
        return -1;
    if (a < least || a > most || b < least || b > most)
        return -1;
    out[0] = (uint32_t)a;
    out[1] = (uint32_t)b;
    return 0;
}

static int32_t read_sizes(loader *l, const kr_rule_field *field, const json_t *value) {
    uint32_t count = 0;
    if (!json_is_array(value) || json_array_size(value) > KR_PICTURE_SIZES)
        return FAIL(l, KOOR_E_VALUE, field->key, "give a list of up to %d sizes like \"1200x627\"",
                    KR_PICTURE_SIZES);
    for (; count < json_array_size(value); count++) {
        uint32_t pair[2];
        if (read_pair(json_array_get(value, count), 'x', field->least, field->most, pair) < 0)
            return FAIL(l, KOOR_E_VALUE, field->key,
                        "size %u is not like \"1200x627\" with sides of %u to %u", count + 1,
                        field->least, field->most);
        l->network->picture_sizes[count].width = pair[0];
        l->network->picture_sizes[count].height = pair[1];
    }
    l->network->picture_size_count = count;
    return KOOR_OK;
}

static int32_t read_ratios(loader *l, const kr_rule_field *field, const json_t *value) {
    uint32_t ratio[2] = {0, 0}, pair[2];
    for (size_t i = 0; i < 2; i++) {
        if (json_array_size(value) != 2 ||
            read_pair(json_array_get(value, i), ':', 1, 10000, pair) < 0)
            return FAIL(l, KOOR_E_VALUE, field->key,
                        "give the narrowest and the widest picture, like [\"4:5\", \"191:100\"]");
        ratio[i] = pair[0] * 1000 / pair[1];
    }
    if (ratio[0] > ratio[1] || ratio[0] < field->least || ratio[1] > field->most)
        return FAIL(l, KOOR_E_VALUE, field->key, "the narrowest picture is wider than the widest");
    l->network->picture_narrowest = ratio[0];
    l->network->picture_widest = ratio[1];
    return KOOR_OK;
}

static int32_t read_formats(loader *l, const kr_rule_field *field, const json_t *value) {
    uint32_t formats = 0;
    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *word = json_string_value(json_array_get(value, i));
        uint32_t index = word ? kr_rule_word(field->words, kr_str_of(word)) : KR_NONE;
        if (index == KR_NONE)
            return FAIL(l, KOOR_E_VALUE, field->key, "give a list of %s", field->words);
        formats |= 1u << index;
    }
    if (formats == 0)
        return FAIL(l, KOOR_E_VALUE, field->key, "give a list of %s", field->words);
    *place(l->network, field) = formats;
    return KOOR_OK;
}

static int32_t read_number(loader *l, const kr_rule_field *field, const json_t *value) {
    json_int_t number = json_integer_value(value);
    if (json_is_null(value)) {
        *place(l->network, field) = KR_NONE; /* no limit */
        return KOOR_OK;
    }
    if (!json_is_integer(value) || number < field->least || number > field->most)
        return FAIL(l, KOOR_E_VALUE, field->key,
                    "give a whole number from %u to %u, or null for no limit", field->least,
                    field->most);
    *place(l->network, field) = (uint32_t)number;
    return KOOR_OK;
}

static int32_t read_word(loader *l, const kr_rule_field *field, const json_t *value) {
    const char *word = json_string_value(value);
    uint32_t index = word ? kr_rule_word(field->words, kr_str_of(word)) : KR_NONE;
    if (index == KR_NONE)
        return FAIL(l, KOOR_E_VALUE, field->key, "give one of %s", field->words);
    *place(l->network, field) = index;
    return KOOR_OK;
}

static int32_t read_value(loader *l, const kr_rule_field *field, const json_t *value) {
    switch (field->type) {
    case KR_RULE_INT:
        return read_number(l, field, value);
    case KR_RULE_WORD:
        return read_word(l, field, value);
    case KR_RULE_SIZES:
        return read_sizes(l, field, value);
    case KR_RULE_FORMATS:
        return read_formats(l, field, value);
    case KR_RULE_RATIOS:
        return read_ratios(l, field, value);
    default:
        if (!json_is_boolean(value))
            return FAIL(l, KOOR_E_VALUE, field->key, "give true or false");
        *place(l->network, field) = json_is_true(value);
        return KOOR_OK;
    }
}

static int32_t keep_text(loader *l, const json_t *value, kr_str *out) {
    size_t size = json_dumpb(value, NULL, 0, JSON_ENCODE_ANY | JSON_COMPACT);
    char *copy = kr_arena_alloc(l->arena, size + 1, 1);
    if (!copy || size == 0)
        return kr_nomem(l->job);
    json_dumpb(value, copy, size, JSON_ENCODE_ANY | JSON_COMPACT);
    copy[size] = '\0';
    *out = (kr_str){copy, size};
    return KOOR_OK;
}

/* Where a rule comes from: its own as_of and source, or the network's. */
static int32_t read_origin(loader *l, const char *key, const json_t *object,
                           kr_network_rule *rule) {
    const char *name;
    json_t *value;
    rule->as_of = l->as_of;
    rule->source = l->from;
    json_object_foreach((json_t *)(uintptr_t)object, name, value) {
        if (strcmp(name, "value") == 0)
            continue;
        int date = strcmp(name, "as_of") == 0;
        if (!date && strcmp(name, "source") != 0)
            return FAIL(l, KOOR_E_KEY, key,
                        "unknown key \"%s\"; a rule has value, as_of and source", name);
        if (!json_is_string(value))
            return FAIL(l, KOOR_E_VALUE, key, "%s is not a string", name);
        if (copy_str(l, date ? &rule->as_of : &rule->source, value) < 0)
            return kr_nomem(l->job);
    }
    if (rule->as_of.length && !is_date(rule->as_of))
        return FAIL(l, KOOR_E_VALUE, key, "as_of is \"%s\"; write it as 2026-11-22",
                    rule->as_of.at);
    return KOOR_OK;
}

static kr_network_rule *rule_of(kr_network *network, const char *key) {
    for (uint32_t i = 0; i < network->rule_count; i++)
        if (kr_str_is(network->rules[i].key, key))
            return &network->rules[i];
    return NULL;
}

static int32_t keep_rule(loader *l, const kr_rule_field *field, kr_network_rule rule) {
    kr_network_rule *old = rule_of(l->network, field->key);
    if (old && old->load > 0 && !kr_str_equal(old->value, rule.value))
        return FAIL(l, KOOR_E_DUPLICATE, field->key,
                    "%s here, but %s in an earlier load: keep one of the two", rule.value.at,
                    old->value.at);
    if (!old)
        old = &l->network->rules[l->network->rule_count++];
    *old = rule;
    return KOOR_OK;
}

static int32_t read_rule(loader *l, const char *key, const json_t *value) {
    uint32_t index = kr_rule_find(key);
    if (index == KR_NONE)
        return FAIL(l, KOOR_E_KEY, key, "unknown rule; `koor networks` lists the known ones");
    const kr_rule_field *field = &kr_rule_fields[index];
    kr_network_rule rule = {.key = kr_str_of(field->key), .load = l->networks->loads};
    const json_t *inner = json_is_object(value) ? json_object_get(value, "value") : value;
    if (!inner)
        return FAIL(l, KOOR_E_KEY, key, "\"value\" is missing");
    int32_t status = read_origin(l, key, json_is_object(value) ? value : NULL, &rule);
    if (status == KOOR_OK)
        status = read_value(l, field, inner);
    if (status == KOOR_OK)
        status = keep_text(l, inner, &rule.value);
    return status == KOOR_OK ? keep_rule(l, field, rule) : status;
}

/* Rules that contradict each other, whoever set them. */
static int32_t check(loader *l) {
    const kr_network *n = l->network;
    if (l->fresh && (!rule_of(l->network, "unit") || !rule_of(l->network, "limit")))
        return FAIL(l, KOOR_E_KEY, NULL, "a new network needs \"unit\" and \"limit\"");
    if (n->limit != KR_NONE && n->fold != KR_NONE && n->fold > n->limit)
        return FAIL(l, KOOR_E_VALUE, "fold", "the feed folds at %u, beyond the limit of %u",
                    n->fold, n->limit);
    int fixed = n->links == KR_LINKS_PROTOCOL || n->links == KR_LINKS_ALL;
    if (fixed && n->url_length == KR_NONE)
        return FAIL(l, KOOR_E_VALUE, "links", "links have a fixed length: give url_length too");
    if (!fixed && n->url_length != KR_NONE)
        return FAIL(l, KOOR_E_VALUE, "url_length",
                    "no link has a fixed length: set links to protocol or all");
    if (n->limit != KR_NONE && n->url_length != KR_NONE && n->url_length > n->limit)
        return FAIL(l, KOOR_E_VALUE, "url_length", "a link is longer than the limit of %u",
                    n->limit);
    if (n->picture_required && n->picture_most == 0)
        return FAIL(l, KOOR_E_VALUE, "picture_required",
                    "a picture is required, but picture_most is 0");
    return KOOR_OK;
}

static int32_t read_header(loader *l, json_t *object) {
    static const char *const keys[] = {"title", "tested", "as_of", "source"};
    kr_str *places[] = {&l->network->title, &l->network->tested, &l->as_of, &l->from};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const json_t *value = json_object_get(object, keys[i]);
        if (!value)
            continue;
        if (!json_is_string(value))
            return FAIL(l, KOOR_E_VALUE, keys[i], "give a string");
        if (copy_str(l, places[i], value) < 0)
            return kr_nomem(l->job);
    }
    if (l->as_of.length && !is_date(l->as_of))
        return FAIL(l, KOOR_E_VALUE, "as_of", "\"%s\" is no date; write it as 2026-11-22",
                    l->as_of.at);
    return KOOR_OK;
}

static int is_header(const char *key) {
    return strcmp(key, "title") == 0 || strcmp(key, "tested") == 0 || strcmp(key, "as_of") == 0 ||
           strcmp(key, "source") == 0;
}

static int32_t open_network(loader *l, const char *name) {
    for (uint32_t i = 0; i < l->networks->count; i++)
        if (kr_str_is(l->networks->items[i].name, name))
            return l->network = &l->networks->items[i], KOOR_OK;
    if (kr_arena_grow(l->arena, (void **)&l->networks->items, &l->capacity, l->networks->count,
                      sizeof *l->networks->items) < 0)
        return kr_nomem(l->job);
    l->network = &l->networks->items[l->networks->count++];
    l->fresh = 1;
    *l->network = (kr_network){.limit = KR_NONE,
                               .byte_limit = KR_NONE,
                               .url_length = KR_NONE,
                               .fold = KR_NONE,
                               .hashtag_most = KR_NONE,
                               .hashtag_length = KR_NONE,
                               .link_most = KR_NONE,
                               .mention_most = KR_NONE,
                               .live_links = 1,
                               .picture_most = KR_NONE,
                               .picture_bytes = KR_NONE,
                               .alt_length = KR_NONE,
                               .action = KR_ACTION_SUGGEST};
    l->network->name = (kr_str){kr_arena_string(l->arena, name, strlen(name)), strlen(name)};
    l->network->title = l->network->name;
    l->network->tested = KR_STR("not tested: rules of the host");
    l->network->rules = kr_arena_zero(l->arena, kr_rule_field_count, sizeof(kr_network_rule));
    return l->network->name.at && l->network->rules ? KOOR_OK : kr_nomem(l->job);
}

static int is_name(const char *name) {
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= 32 && name[length] == '\0';
}

static int32_t read_network(loader *l, const char *name, json_t *object) {
    if (!is_name(name) || !json_is_object(object))
        return kr_fail(l->job, KOOR_E_VALUE, path_of(l, name, NULL), -1,
                       "a network is an object; its name has a to z, 0 to 9 and hyphens");
    l->fresh = 0;
    l->as_of = (kr_str){"", 0};
    l->from = l->networks->loads ? kr_str_of(l->source) : (kr_str){"", 0};
    int32_t status = open_network(l, name);
    if (status == KOOR_OK)
        status = read_header(l, object);
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        if (status == KOOR_OK && !is_header(key))
            status = read_rule(l, key, value);
    }
    return status == KOOR_OK ? check(l) : status;
}

static int32_t read_root(loader *l, json_t *root) {
    json_t *networks = json_object_get(root, "networks"), *value;
    const char *key;
    json_object_foreach(root, key, value) {
        if (strcmp(key, "networks") != 0 && strcmp(key, "$schema") != 0)
            return kr_fail(l->job, KOOR_E_KEY, l->source, -1,
                           "unknown key \"%s\"; give \"networks\"", key);
    }
    if (!json_is_object(networks))
        return kr_fail(l->job, KOOR_E_KEY, l->source, -1,
                       "give {\"networks\": {\"linkedin\": {\"limit\": 3000}}}");
    int32_t status = KOOR_OK;
    json_object_foreach(networks, key, value) {
        if (status == KOOR_OK)
            status = read_network(l, key, value);
    }
    return status;
}

/* A copy of what stands, with its own rules: a load that fails leaves no trace. */
static int copy_networks(kr_arena *arena, kr_networks *to, const kr_networks *from) {
    *to = *from;
    to->items = kr_arena_alloc(arena, from->count + 1, sizeof *to->items);
    if (!to->items)
        return -1;
    if (from->count)
        memcpy(to->items, from->items, from->count * sizeof *to->items);
    for (uint32_t i = 0; i < from->count; i++) {
        to->items[i].rules = kr_arena_zero(arena, kr_rule_field_count, sizeof(kr_network_rule));
        if (!to->items[i].rules)
            return -1;
        memcpy(to->items[i].rules, from->items[i].rules,
               from->items[i].rule_count * sizeof(kr_network_rule));
    }
    return 0;
}

int32_t kr_network_load(kr_job *job, kr_arena *arena, kr_networks *networks, kr_str json,
                        const char *source) {
    kr_networks copy;
    loader l = {.job = job,
                .arena = arena,
                .source = source,
                .networks = &copy,
                .capacity = networks->count + 1};
    json_error_t error;
    json_t *root = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, &error);
    if (!root && json_error_code(&error) == json_error_out_of_memory)
        return kr_nomem(job);
    if (!root)
        return kr_fail(
            job,
            json_error_code(&error) == json_error_duplicate_key ? KOOR_E_DUPLICATE : KOOR_E_SYNTAX,
            source, error.position, "line %d, column %d: %s", error.line, error.column, error.text);
    int32_t status = copy_networks(arena, &copy, networks) < 0 ? kr_nomem(job) : KOOR_OK;
    if (status == KOOR_OK)
        status = read_root(&l, root);
    json_decref(root);
    if (status == KOOR_OK) {
        copy.loads++;
        *networks = copy;
    }
    return status;
}

int32_t kr_network_load_builtin(kr_job *job, kr_arena *arena, kr_networks *networks) {
    kr_str json = {(const char *)networks_json, sizeof networks_json};
    return kr_network_load(job, arena, networks, json, "networks.json");
}

const kr_network *kr_network_find(const kr_networks *networks, kr_str name) {
    for (uint32_t i = 0; i < networks->count; i++)
        if (kr_str_equal(networks->items[i].name, name))
            return &networks->items[i];
    return NULL;
}

int32_t kr_network_named(kr_job *job, const kr_networks *networks, kr_str name, const char *path,
                         const kr_network **out) {
    *out = kr_network_find(networks, name);
    if (*out)
        return KOOR_OK;
    kr_buffer known;
    kr_nearest near;
    kr_nearest_start(&near, name);
    kr_buffer_start(&known, job->memory);
    for (uint32_t i = 0; i < networks->count; i++) {
        kr_nearest_look(&near, networks->items[i].name);
        kr_buffer_text(&known, i ? ", " : "");
        kr_buffer_add(&known, networks->items[i].name.at, networks->items[i].name.length);
    }
    int32_t status = known.failed
                         ? kr_nomem(job)
                         : kr_fail(job, KOOR_E_NETWORK, path, -1,
                                   "unknown network \"%.*s\": %s%.*s%s %s", KR_SHOWN(name, 64),
                                   near.best.length ? "did you mean " : "", (int)near.best.length,
                                   near.best.at, near.best.length ? "? Known are" : "known are",
                                   known.data ? known.data : "none");
    kr_buffer_end(&known);
    return status;
}

const char *kr_unit_name(uint32_t unit) {
    static const char *const names[] = {"utf16", "grapheme", "x", "x-plain", "emoji-byte", "byte"};
    return unit < KR_UNITS ? names[unit] : "";
}

static void list_text(kr_buffer *out, const char *key, kr_str text) {
    kr_buffer_text(out, key);
    kr_buffer_json(out, text.at, text.length);
}

static void list_network(kr_buffer *out, const kr_network *network) {
    list_text(out, "{\"name\":", network->name);
    list_text(out, ",\"title\":", network->title);
    list_text(out, ",\"tested\":", network->tested);
    kr_buffer_text(out, ",\"rules\":{");
    for (uint32_t i = 0; i < network->rule_count; i++) {
        const kr_network_rule *rule = &network->rules[i];
        list_text(out, i ? "," : "", rule->key);
        kr_buffer_text(out, ":{\"value\":");
        kr_buffer_add(out, rule->value.at, rule->value.length);
        list_text(out, ",\"as_of\":", rule->as_of);
        list_text(out, ",\"source\":", rule->source);
        kr_buffer_char(out, '}');
    }
    kr_buffer_text(out, "}}");
}

void kr_network_list(kr_buffer *out, const kr_networks *networks) {
    kr_buffer_text(out, "{\"networks\":[");
    for (uint32_t i = 0; i < networks->count; i++) {
        kr_buffer_text(out, i ? "," : "");
        list_network(out, &networks->items[i]);
    }
    kr_buffer_text(out, "]}");
}
