/* Any bytes as a text on any network: counting, extraction, disclosure, policy and link tags
 * hold what they promise. The first byte chooses the network, the second where the text is cut
 * into pieces. */
#include "fuzz_bytes.h"
#include "koor.h"
#include "network/disclosure.h"
#include "network/entities.h"
#include "network/linktag.h"
#include "network/networks.h"
#include "network/policy.h"

#include <stdlib.h>
#include <string.h>

/* Spans rise, do not overlap, and begin and end between characters. */
static void check_span(kr_str text, kr_span span, uint32_t *end) {
    must(span.start >= *end && span.start < span.end && span.end <= text.length);
    must(kr_utf8_valid(text.at + span.start, span.end - span.start) == span.end - span.start);
    *end = span.end;
}

static void check_entities(kr_str text) {
    kr_url_scan urls;
    kr_hashtag_scan tags;
    kr_span span, local;
    uint32_t end;
    for (int bare = 0; bare < 2; bare++)
        for (end = 0, kr_url_start(&urls, text, bare); kr_url_next(&urls, &span);)
            check_span(text, span, &end);
    for (end = 0, kr_hashtag_start(&tags, text); kr_hashtag_next(&tags, &span);)
        check_span(text, span, &end);
    size_t at = 0;
    for (end = 0; kr_mention_next(text, &at, &span);)
        check_span(text, span, &end);
    for (at = 0, end = 0; kr_cashtag_next(text, &at, &span);)
        check_span(text, span, &end);
    for (at = 0, end = 0; kr_fediverse_next(text, &at, &span, &local);) {
        check_span(text, span, &end);
        must(local.start == span.start && local.end <= span.end);
    }
}

static void check_count(const kr_network *network, kr_str text, size_t cut) {
    uint32_t count = kr_network_count(network, text), open = KR_OPEN_LEFT | KR_OPEN_RIGHT;
    must(kr_network_prefix(network, text, count) == text.length);
    size_t half = kr_network_prefix(network, text, count / 2);
    must(half <= text.length && kr_utf8_valid(text.at, half) == half);
    must(kr_network_over(network, text) == 0 || count > network->limit ||
         text.length > network->byte_limit);
    while (cut > 0 && cut < text.length && ((unsigned char)text.at[cut] & 0xC0) == 0x80)
        cut--;
    kr_str left = {text.at, cut}, right = {text.at + cut, text.length - cut};
    must(kr_network_weight(network, text, 0) == count);
    must(kr_network_weight(network, left, open) + kr_network_weight(network, right, open) >= count);
}

static void check_links(kr_job *job, const kr_network *network, kr_str text) {
    static const kr_link_values values = {
        .campaign = {"c", 1}, .network = {"n", 1}, .text = {"\xc3\xa9", 2}};
    kr_link_tags *tags;
    kr_buffer out;
    kr_buffer_start(&out, job->memory);
    must(kr_link_open(job, &job->arena, KR_STR("utm"), KR_STR(""), &tags) == KOOR_OK);
    kr_link_tag(&out, tags, text, &values);
    must(!out.failed && out.length >= text.length);
    must(kr_utf8_valid(out.data ? out.data : "", out.length) == out.length);
    must(kr_link_longest(tags, network, &values) < 200);
    kr_buffer_end(&out);
}

static void check_policy(kr_job *job, kr_str text) {
    kr_policy *policy;
    kr_violations found;
    kr_str json = KR_STR("{\"words\":[\"ad\",\"caf\xc3\xa9\"],\"patterns\":[{\"name\":\"p\","
                         "\"pattern\":\"(\\\\w+)+!\"}]}");
    must(kr_policy_open(job, job->memory, json, "policy", &policy) == KOOR_OK);
    must(kr_policy_check(job, policy, text, &job->arena, &found) == KOOR_OK);
    for (uint32_t i = 0; i < found.count; i++)
        must(found.at[i].span.start <= found.at[i].span.end && found.at[i].span.end <= text.length);
    kr_policy_close(policy);
}

/* Read once: it is the texts that vary. */
static const kr_network *network_of(uint8_t choice) {
    static kr_networks networks;
    static kr_arena arena;
    if (networks.count == 0) {
        kr_job job;
        kr_arena_start(&arena, &kr_memory_default);
        kr_job_start(&job, &kr_memory_default, NULL);
        must(kr_network_load_builtin(&job, &arena, &networks) == KOOR_OK);
        kr_job_end(&job);
    }
    return &networks.items[choice % networks.count];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kr_job job;
    koor_error *error = NULL;
    kr_span spans[4];
    if (size < 2)
        return 0;
    kr_str text = {(const char *)data + 2, kr_utf8_valid((const char *)data + 2, size - 2)};
    kr_job_start(&job, &kr_memory_default, &error);
    const kr_network *network = network_of(data[0]);
    check_entities(text);
    check_count(network, text, data[1] < text.length ? data[1] : text.length);
    uint32_t known = kr_disclosure_find(text, KR_STR(""), spans, 4);
    must((kr_disclosure_check(text, KR_STR("")) == KR_DISCLOSURE_NONE) == (known == 0));
    check_links(&job, network, text);
    check_policy(&job, text);
    kr_job_end(&job);
    koor_error_free(error);
    return 0;
}
