/* What koor sees in a post, as JSON: language, lengths per network, atoms, sentences with the number of
 * their wordings, problems. The lists are those of the analysed post, in its order. */
#include "base/json_write.h"
#include "network/disclosure.h"
#include "network/networks.h"
#include "pipeline/pipeline.h"

#include <string.h>

static void add_string(kr_buffer *out, const char *key, kr_str text) {
    kr_buffer_char(out, '"');
    kr_buffer_text(out, key);
    kr_buffer_text(out, "\":");
    kr_buffer_json(out, text.at, text.length);
}

static kr_str piece(const kr_post *post, kr_span span) {
    return (kr_str){post->text.at + span.start, span.end - span.start};
}

static void add_span(kr_buffer *out, kr_span span) {
    kr_buffer_text(out, ",\"start\":");
    kr_buffer_uint(out, span.start);
    kr_buffer_text(out, ",\"end\":");
    kr_buffer_uint(out, span.end);
}

static void add_networks(kr_buffer *out, const koor_campaign *campaign, kr_str text) {
    const kr_networks *networks = &campaign->engine->networks;
    kr_buffer_text(out, "\"networks\":{");
    for (uint32_t i = 0; i < networks->count; i++) {
        const kr_network *network = &networks->items[i];
        kr_buffer_text(out, i ? "," : "");
        kr_buffer_json(out, network->name.at, network->name.length);
        kr_buffer_text(out, ":{\"count\":");
        kr_buffer_uint(out, kr_network_count(network, text));
        kr_buffer_text(out, ",\"limit\":");
        if (network->limit == KR_NONE)
            kr_buffer_text(out, "null");
        else
            kr_buffer_uint(out, network->limit);
        kr_buffer_text(out, kr_network_over(network, text) ? ",\"valid\":false}" : ",\"valid\":true}");
    }
    kr_buffer_char(out, '}');
}

static void add_atoms(kr_buffer *out, const kr_post *post) {
    kr_buffer_text(out, "\"atoms\":[");
    for (uint32_t i = 0; i < post->atom_count; i++) {
        const kr_atom *atom = &post->atoms[i];
        kr_buffer_text(out, i ? ",{" : "{");
        add_string(out, "kind", kr_str_of(kr_atom_kind_name(atom->kind)));
        kr_buffer_char(out, ',');
        add_string(out, "text", piece(post, atom->span));
        add_span(out, atom->span);
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

/* How many alternatives stand beside the base's wording in the sentences' spans. */
static uint32_t alternatives_of(const kr_version *version, uint32_t sentence) {
    uint32_t count = 0;
    for (size_t i = 0; i < version->graph.edit_count; i++)
        count += version->graph.edits[i].first <= sentence &&
                 sentence <= version->graph.edits[i].last;
    return count;
}

static void add_sentences(kr_buffer *out, const kr_version *version) {
    const kr_post *post = &version->post;
    kr_buffer_text(out, "\"rewrites\":[");
    for (uint32_t i = 0; i < post->sentence_count; i++) {
        kr_buffer_text(out, i ? ",{" : "{");
        add_string(out, "text", piece(post, post->sentences[i].span));
        add_span(out, post->sentences[i].span);
        kr_buffer_text(out, ",\"alternatives\":");
        kr_buffer_uint(out, alternatives_of(version, i));
        kr_buffer_char(out, '}');
    }
    kr_buffer_char(out, ']');
}

static void add_problem(kr_buffer *out, const char *rule, const char *message) {
    kr_put_open(out, '{');
    kr_put_word(out, "rule", rule);
    kr_put_word(out, "message", message);
    kr_buffer_char(out, '}');
}

/* The first thing that policy or disclosure object to, in the words of their error. */
static void add_objection(kr_job *job, kr_buffer *out, const koor_campaign *campaign,
                          const kr_version *version) {
    koor_error **error = job->error, *inner = NULL;
    job->error = &inner;
    if (kr_version_require(job, campaign, version) < 0)
        add_problem(out, "policy", koor_error_message(inner));
    job->error = error;
    koor_error_free(inner);
    if (campaign->settings.number[KR_OPT_POLICY_DISCLOSURE] == 1 &&
        version->disclosed != KR_DISCLOSURE_CLEAR)
        add_problem(out, "disclosure",
                    "the post does not say clearly that the writer works for the company: "
                    "disclosure.kind=employee puts it in");
}

/* -- author markup ------------------------------------------------------------------------------- */

/* All problems of the markup in one go, with line and column; in an included text, its name. */
static void add_markup_problems(kr_buffer *out, const kr_markup_result *marked) {
    for (size_t i = 0; i < marked->problem_count; i++) {
        const kr_markup_problem *problem = &marked->problems[i];
        kr_put_open(out, '{');
        kr_put_word(out, "rule", problem->code);
        kr_put_word(out, "message", problem->message);
        kr_put_word(out, "text", problem->path);
        kr_put_uint(out, "line", problem->line);
        kr_put_uint(out, "column", problem->column);
        kr_put_uint(out, "offset", problem->start);
        kr_put_bool(out, "error", problem->error);
        kr_buffer_char(out, '}');
    }
    size_t told = marked->problem_count, all = marked->errors + marked->warnings;
    if (all > told) {
        kr_put_open(out, '{');
        kr_put_word(out, "rule", "markup.max_problems");
        kr_put_word(out, "message", "there are more problems than markup.max_problems tells");
        kr_put_bool(out, "error", 1);
        kr_buffer_char(out, '}');
    }
}

/* Markup that cannot be used is data here: KOOR_OK with *out_broken 1 where it has errors. */
static int32_t read_markup(kr_job *job, const koor_campaign *campaign, kr_markup_result *out,
                           int *out_broken) {
    kr_graph graph;
    koor_error **error = job->error, *inner = NULL;
    *out_broken = 0;
    *out = (kr_markup_result){0};
    if (!campaign->settings.number[KR_OPT_POST_SYNTAX])
        return KOOR_OK;
    job->error = &inner;
    int32_t status = kr_marked_parse(job, &job->arena, campaign, &campaign->posts[0], &graph, out);
    job->error = error;
    *out_broken = out->errors > 0 && (status == KOOR_E_SYNTAX || status == KOOR_E_LIMIT);
    if (status < 0 && !*out_broken)
        kr_fail(job, status, koor_error_path(inner), koor_error_offset(inner), "%s",
                koor_error_message(inner));
    koor_error_free(inner);
    return *out_broken ? KOOR_OK : status;
}

static int32_t tell_broken(kr_job *job, kr_buffer *out, const koor_campaign *campaign,
                           const kr_markup_result *marked) {
    kr_put_open(out, '{');
    kr_put_word(out, "language", campaign->posts[0].language);
    kr_put_key(out, "problems");
    kr_put_open(out, '[');
    add_markup_problems(out, marked);
    kr_buffer_text(out, "]}");
    return out->failed ? kr_nomem(job) : KOOR_OK;
}

/* -- problems -------------------------------------------------------------------------------------- */

/* What post.locked names and the post does not have locks nothing. */
static void add_missing_locks(kr_buffer *out, const koor_campaign *campaign,
                              const kr_version *version) {
    const char *at = campaign->settings.text[KR_OPT_POST_LOCKED];
    for (size_t length; *at; at += length + (at[length] == '|')) {
        kr_buffer message;
        length = strcspn(at, "|");
        if (!length || kr_str_find(version->base, (kr_str){at, length}, 0) != SIZE_MAX)
            continue;
        kr_buffer_start(&message, out->memory);
        kr_buffer_text(&message, "post.locked names what the post does not have: ");
        kr_buffer_add(&message, at, length);
        kr_buffer_char(&message, '\0');
        add_problem(out, "locked", message.failed ? "" : message.data);
        out->failed |= message.failed;
        kr_buffer_end(&message);
    }
}

/* What the post's own text hides from a reader stays in every text; its writer is told, with the word. */
static int32_t add_hidden(kr_job *job, kr_buffer *out, const kr_version *version) {
    kr_verdict verdict;
    kr_str post = version->base;
    int32_t status = kr_guard_own_characters(job, post, &job->arena, &verdict);
    if (status < 0 || verdict.reason == KR_REASON_NONE)
        return status;
    size_t start = verdict.place.start, end = verdict.place.end;
    while (start > 0 && !strchr(" \n\t", post.at[start - 1]))
        start--;
    while (end < post.length && !strchr(" \n\t", post.at[end]))
        end++;
    kr_buffer message;
    kr_buffer_start(&message, out->memory);
    kr_buffer_add(&message, verdict.message.at, verdict.message.length);
    kr_buffer_text(&message, " of \"");
    kr_buffer_add(&message, post.at + start, end - start);
    kr_buffer_add(&message, "\"", 2);
    add_problem(out, "characters", message.failed ? "" : message.data);
    out->failed |= message.failed;
    kr_buffer_end(&message);
    return KOOR_OK;
}

static void add_problems(kr_job *job, kr_buffer *out, const koor_campaign *campaign,
                         const kr_version *version) {
    const kr_networks *networks = &campaign->engine->networks;
    add_objection(job, out, campaign, version);
    add_missing_locks(out, campaign, version);
    if (!version->pack)
        add_problem(out, "language",
                    "rewriting is not supported in this language: author markup, pictures and moments are");
    if (version->post.first_person)
        add_problem(out, "first-person",
                    "somebody's own story (it says I): only layout, calls to action and small phrases vary");
    for (uint32_t i = 0; i < networks->count; i++) {
        uint32_t over = kr_network_over(&networks->items[i], version->base);
        char message[160];
        kr_buffer text;
        if (!over || !kr_str_listed(campaign->settings.text[KR_OPT_CAMPAIGN_NETWORKS],
                                    networks->items[i].name))
            continue;
        kr_buffer_start(&text, out->memory);
        kr_buffer_text(&text, "too long for ");
        kr_buffer_text(&text, networks->items[i].name.at);
        kr_buffer_text(&text, " by ");
        kr_buffer_uint(&text, over);
        size_t length = text.failed ? 0 : text.length < sizeof message ? text.length : sizeof message - 1;
        memcpy(message, text.failed ? "" : text.data, length);
        message[length] = '\0';
        out->failed |= text.failed;
        kr_buffer_end(&text);
        add_problem(out, "length", message);
    }
}

int32_t kr_pipeline_check(kr_job *job, const koor_campaign *campaign, kr_buffer *out) {
    kr_version version;
    kr_markup_result marked;
    int is_broken;
    if (!campaign->post_count)
        return kr_fail(job, KOOR_E_EMPTY, "post", -1, "the campaign has no post yet");
    int32_t status = read_markup(job, campaign, &marked, &is_broken);
    if (status < 0)
        return status;
    if (is_broken)
        return tell_broken(job, out, campaign, &marked);
    status = kr_version_make(job, &job->arena, campaign, &campaign->posts[0], &version);
    if (status < 0)
        return status;
    kr_buffer_char(out, '{');
    add_string(out, "language", kr_str_of(version.post.language));
    kr_buffer_char(out, ',');
    add_string(out, "intent", kr_str_of(kr_intent_name(version.post.intent)));
    kr_buffer_char(out, ',');
    add_networks(out, campaign, version.base);
    kr_buffer_char(out, ',');
    add_atoms(out, &version.post);
    kr_buffer_char(out, ',');
    add_sentences(out, &version);
    kr_buffer_char(out, ',');
    kr_buffer_text(out, "\"problems\":[");
    add_markup_problems(out, &marked);
    status = add_hidden(job, out, &version);
    if (status < 0)
        return status;
    add_problems(job, out, campaign, &version);
    kr_buffer_text(out, "],");
    add_string(out, "text", version.post.text);
    kr_buffer_char(out, '}');
    return out->failed ? kr_nomem(job) : KOOR_OK;
}
