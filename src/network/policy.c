/* The host's policy: see policy.h.
 *
 * A pattern of the host runs over text of the host, often and unattended: one that backtracks
 * without end must not hang a plan. So matching stops at a number of steps, a depth and a size of
 * heap (pcre2_set_match_limit and its sisters); there is no JIT, which counts steps in another way
 * and has no limits of depth and heap. A pattern that runs into them is reported by its name, and
 * its text does not pass. */
#include "network/policy.h"
#include "network/networks.h"
#include "network/phrase.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <jansson.h>
#include <pcre2.h>
#include <string.h>

enum {
    MATCH_STEPS = 200000,
    MATCH_DEPTH = 2000,
    MATCH_HEAP = 1024,   /* KiB */
    PATTERN_MOST = 4096, /* bytes */
    RULES_MOST = 10000,
    VIOLATIONS_MOST = 1000
};

typedef struct word_rule {
    kr_str word, reason; /* the word in lower case */
} word_rule;

typedef struct pattern_rule {
    kr_str name, reason;
    pcre2_code *code;
} pattern_rule;

struct kr_policy {
    const kr_memory *memory;
    kr_arena arena;
    kr_str *words;    /* lower case, for the matcher */
    word_rule *rules; /* as given */
    uint32_t word_count;
    pattern_rule *patterns;
    uint32_t pattern_count;
    pcre2_general_context *general;
    pcre2_match_context *limits;
};

static void *allocate(size_t size, void *memory) {
    return kr_alloc(memory, size, 1);
}

static void release(void *block, void *memory) {
    kr_free(memory, block);
}

static const char *place(kr_job *job, const char *source, const char *list, size_t index) {
    kr_buffer path;
    kr_buffer_start(&path, job->memory);
    kr_buffer_text(&path, source);
    kr_buffer_text(&path, ": ");
    kr_buffer_text(&path, list);
    kr_buffer_char(&path, '[');
    kr_buffer_uint(&path, index);
    kr_buffer_char(&path, ']');
    const char *copy = path.failed ? NULL : kr_arena_string(&job->arena, path.data, path.length);
    kr_buffer_end(&path);
    return copy ? copy : source;
}

static int take(kr_policy *policy, const json_t *value, kr_str *out) {
    size_t length = json_string_length(value);
    const char *copy =
        kr_arena_string(&policy->arena, value ? json_string_value(value) : "", length);
    *out = (kr_str){copy, length};
    return copy ? 0 : -1;
}

/* Every key of a rule is known and a string. */
static int32_t check_keys(kr_job *job, const char *path, json_t *object, const char *const *keys) {
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        size_t i = 0;
        while (keys[i] && strcmp(keys[i], key) != 0)
            i++;
        if (!keys[i])
            return kr_fail(job, KOOR_E_KEY, path, -1, "unknown key \"%s\"", key);
        if (!json_is_string(value))
            return kr_fail(job, KOOR_E_VALUE, path, -1, "\"%s\" is not a string", key);
    }
    return KOOR_OK;
}

static int32_t read_word(kr_job *job, kr_policy *policy, const char *path, json_t *item) {
    static const char *const keys[] = {"word", "reason", NULL};
    const json_t *word = json_is_string(item) ? item : json_object_get(item, "word");
    word_rule *rule = &policy->rules[policy->word_count];
    if (!word || json_string_length(word) == 0)
        return kr_fail(job, KOOR_E_VALUE, path, -1,
                       "give a word, or {\"word\": \"...\", \"reason\": \"...\"}");
    int32_t status = json_is_object(item) ? check_keys(job, path, item, keys) : KOOR_OK;
    if (status < 0)
        return status;
    char *lower = kr_arena_alloc(&policy->arena, 3 * json_string_length(word) + 1, 1);
    if (!lower || take(policy, word, &rule->word) < 0 ||
        take(policy, json_object_get(item, "reason"), &rule->reason) < 0)
        return kr_nomem(job);
    size_t length = kr_utf8_lower(lower, rule->word.at, rule->word.length);
    policy->words[policy->word_count++] = (kr_str){lower, length};
    return KOOR_OK;
}

static int32_t compile(kr_job *job, kr_policy *policy, const char *path, const json_t *pattern,
                       pcre2_code **out) {
    int number;
    PCRE2_SIZE offset;
    pcre2_compile_context *context = pcre2_compile_context_create(policy->general);
    if (!context)
        return kr_nomem(job);
    pcre2_set_max_pattern_length(context, PATTERN_MOST);
    *out =
        pcre2_compile((PCRE2_SPTR)json_string_value(pattern), json_string_length(pattern),
                      PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &number, &offset, context);
    pcre2_compile_context_free(context);
    if (*out)
        return KOOR_OK;
    PCRE2_UCHAR message[256] = "";
    pcre2_get_error_message(number, message, sizeof message);
    if (number == PCRE2_ERROR_HEAP_FAILED)
        return kr_nomem(job);
    return kr_fail(job, KOOR_E_SYNTAX, path, (int64_t)offset, "the pattern does not compile: %s",
                   (const char *)message);
}

static int32_t read_pattern(kr_job *job, kr_policy *policy, const char *path, json_t *item) {
    static const char *const keys[] = {"name", "pattern", "reason", NULL};
    const json_t *name = json_object_get(item, "name"), *pattern = json_object_get(item, "pattern");
    pattern_rule *rule = &policy->patterns[policy->pattern_count];
    if (json_string_length(name) == 0 || json_string_length(pattern) == 0)
        return kr_fail(job, KOOR_E_VALUE, path, -1,
                       "give {\"name\": \"...\", \"pattern\": \"...\", \"reason\": \"...\"}");
    int32_t status = check_keys(job, path, item, keys);
    for (uint32_t i = 0; i < policy->pattern_count && status == KOOR_OK; i++)
        if (kr_str_is(policy->patterns[i].name, json_string_value(name)))
            status = kr_fail(job, KOOR_E_DUPLICATE, path, -1, "a second pattern is called \"%s\"",
                             json_string_value(name));
    if (status < 0)
        return status;
    if (take(policy, name, &rule->name) < 0 ||
        take(policy, json_object_get(item, "reason"), &rule->reason) < 0)
        return kr_nomem(job);
    status = compile(job, policy, path, pattern, &rule->code);
    policy->pattern_count += status == KOOR_OK;
    return status;
}

typedef int32_t read_item(kr_job *job, kr_policy *policy, const char *path, json_t *item);

typedef struct rule_list {
    const char *key;
    const json_t *items; /* NULL: not given */
    read_item *read;
} rule_list;

static int32_t read_list(kr_job *job, kr_policy *policy, const char *source,
                         const rule_list *list) {
    int32_t status = KOOR_OK;
    if (list->items && !json_is_array(list->items))
        return kr_fail(job, KOOR_E_VALUE, source, -1, "\"%s\" is not a list", list->key);
    for (size_t i = 0; i < json_array_size(list->items) && status == KOOR_OK; i++)
        status = list->read(job, policy, place(job, source, list->key, i),
                            json_array_get(list->items, i));
    return status;
}

static int32_t read_root(kr_job *job, kr_policy *policy, const char *source, json_t *root) {
    const json_t *words = json_object_get(root, "words"),
                 *patterns = json_object_get(root, "patterns");
    const char *key;
    json_t *value;
    if (!json_is_object(root))
        return kr_fail(job, KOOR_E_SYNTAX, source, -1,
                       "give {\"words\": [...], \"patterns\": [...]}");
    json_object_foreach(root, key, value) {
        if (strcmp(key, "words") != 0 && strcmp(key, "patterns") != 0)
            return kr_fail(job, KOOR_E_KEY, source, -1,
                           "unknown key \"%s\"; a policy has words and patterns", key);
    }
    if (json_array_size(words) > RULES_MOST || json_array_size(patterns) > RULES_MOST)
        return kr_fail(job, KOOR_E_LIMIT, source, -1, "more than %d rules of a kind", RULES_MOST);
    policy->rules =
        kr_arena_alloc(&policy->arena, json_array_size(words) + 1, sizeof *policy->rules);
    policy->words =
        kr_arena_alloc(&policy->arena, json_array_size(words) + 1, sizeof *policy->words);
    policy->patterns =
        kr_arena_alloc(&policy->arena, json_array_size(patterns) + 1, sizeof *policy->patterns);
    if (!policy->rules || !policy->words || !policy->patterns)
        return kr_nomem(job);
    const rule_list lists[] = {{"words", words, read_word}, {"patterns", patterns, read_pattern}};
    int32_t status = read_list(job, policy, source, &lists[0]);
    return status == KOOR_OK ? read_list(job, policy, source, &lists[1]) : status;
}

static int32_t read_json(kr_job *job, kr_policy *policy, const char *source, kr_str json) {
    json_error_t error;
    if (!json.length)
        return KOOR_OK;
    json_t *root = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, &error);
    if (!root && json_error_code(&error) == json_error_out_of_memory)
        return kr_nomem(job);
    if (!root)
        return kr_fail(job, KOOR_E_SYNTAX, source, error.position, "line %d, column %d: %s",
                       error.line, error.column, error.text);
    int32_t status = read_root(job, policy, source, root);
    json_decref(root);
    return status;
}

int32_t kr_policy_open(kr_job *job, const kr_memory *memory, kr_str json, const char *source,
                       kr_policy **out) {
    kr_policy *policy = kr_alloc_zero(memory, 1, sizeof *policy);
    if (!policy)
        return kr_nomem(job);
    policy->memory = memory;
    kr_arena_start(&policy->arena, memory);
    /* PCRE2 only hands the pointer back: see allocate and release. */
    policy->general = pcre2_general_context_create(allocate, release, (void *)(uintptr_t)memory);
    policy->limits = policy->general ? pcre2_match_context_create(policy->general) : NULL;
    int32_t status = policy->limits ? read_json(job, policy, source, json) : kr_nomem(job);
    if (status < 0) {
        kr_policy_close(policy);
        return status;
    }
    pcre2_set_match_limit(policy->limits, MATCH_STEPS);
    pcre2_set_depth_limit(policy->limits, MATCH_DEPTH);
    pcre2_set_heap_limit(policy->limits, MATCH_HEAP);
    *out = policy;
    return KOOR_OK;
}

void kr_policy_close(kr_policy *policy) {
    if (!policy)
        return;
    for (uint32_t i = 0; i < policy->pattern_count; i++)
        pcre2_code_free(policy->patterns[i].code);
    pcre2_match_context_free(policy->limits);
    pcre2_general_context_free(policy->general);
    kr_arena_end(&policy->arena);
    kr_free(policy->memory, policy);
}

/* --- checking
 * ------------------------------------------------------------------------------------------ */

typedef struct check {
    kr_job *job;
    const kr_policy *policy;
    kr_str text;
    kr_arena *arena;
    kr_violation *found;
    size_t capacity;
    uint32_t count;
} check;

static int32_t report(check *c, kr_violation violation) {
    if (kr_arena_grow(c->arena, (void **)&c->found, &c->capacity, c->count, sizeof *c->found) < 0)
        return kr_nomem(c->job);
    c->found[c->count++] = violation;
    return KOOR_OK;
}

static int32_t check_words(check *c) {
    kr_span span;
    int32_t status = KOOR_OK;
    const kr_policy *p = c->policy;
    for (size_t at = 0; status == KOOR_OK && c->count < VIOLATIONS_MOST;) {
        uint32_t index = kr_network_phrase_next(c->text, &at, p->words, p->word_count, &span);
        if (index == KR_NONE)
            break;
        status = report(c, (kr_violation){p->rules[index].word, p->rules[index].reason, span, 0});
    }
    return status;
}

/* PCRE2_NO_UTF_CHECK is safe: the library's texts are valid UTF-8. */
static int32_t check_pattern(check *c, const pattern_rule *rule, pcre2_match_data *data) {
    const PCRE2_SIZE *place = pcre2_get_ovector_pointer(data);
    int32_t status = KOOR_OK;
    for (size_t at = 0; at <= c->text.length && status == KOOR_OK && c->count < VIOLATIONS_MOST;) {
        int result = pcre2_match(rule->code, (PCRE2_SPTR)c->text.at, c->text.length, at,
                                 PCRE2_NO_UTF_CHECK, data, c->policy->limits);
        if (result == PCRE2_ERROR_NOMATCH)
            break;
        if (result == PCRE2_ERROR_NOMEMORY)
            return kr_nomem(c->job);
        if (result < 0)
            return report(
                c, (kr_violation){
                       rule->name, rule->reason, {(uint32_t)at, (uint32_t)c->text.length}, 1});
        kr_span span = {(uint32_t)place[0], (uint32_t)place[1]};
        status = report(c, (kr_violation){rule->name, rule->reason, span, 0});
        if (place[1] > at) {
            at = place[1];
        } else if (at < c->text.length) {
            kr_utf8_next(c->text.at, c->text.length, &at);
        } else {
            break;
        }
    }
    return status;
}

int32_t kr_policy_check(kr_job *job, const kr_policy *policy, kr_str text, kr_arena *arena,
                        kr_violations *out) {
    check c = {.job = job, .policy = policy, .text = text, .arena = arena};
    int32_t status = check_words(&c);
    if (policy->pattern_count && status == KOOR_OK) {
        pcre2_match_data *data = pcre2_match_data_create(1, policy->general);
        if (!data)
            return kr_nomem(job);
        for (uint32_t i = 0; i < policy->pattern_count && status == KOOR_OK; i++)
            status = check_pattern(&c, &policy->patterns[i], data);
        pcre2_match_data_free(data);
    }
    *out = (kr_violations){c.found, c.count};
    return status;
}

int32_t kr_policy_require(kr_job *job, const kr_policy *policy, kr_str text, const char *path) {
    kr_violations violations;
    int32_t status = kr_policy_check(job, policy, text, &job->arena, &violations);
    if (status < 0 || violations.count == 0)
        return status;
    const kr_violation *found = violations.at;
    if (found->exceeded)
        return kr_fail(
            job, KOOR_E_POLICY, path, found->span.start,
            "the policy's pattern \"%.*s\" takes too many steps on this text: write it without "
            "nested repetition",
            KR_SHOWN(found->rule, 80));
    return kr_fail(job, KOOR_E_POLICY, path, found->span.start, "the policy forbids \"%.*s\"%s%.*s",
                   KR_SHOWN(found->rule, 80), found->reason.length ? ": " : "",
                   KR_SHOWN(found->reason, 200));
}
