/* The blocks of a pack: kind and name of a rule, its lines, and what must hold at its end. */
#include "rewrite/pack_build.h"

#include "model/post.h"

#include <string.h>

static const char *const kinds[] = {"phrase", "frame", "turn", "hook", "cta"};
static const char *const strengths[] = {"light", "medium", "strong"};

enum { STANDARD_STRENGTH = 1, STANDARD_WEIGHT = 4 };

static int index_of(kr_str word, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (kr_str_is(word, names[i]))
            return i;
    return -1;
}

int kr_rule_is(kr_str word) {
    return index_of(word, kinds, 5) >= 0;
}

static kr_rule *newest(kr_pack_builder *builder) {
    return &builder->rules[builder->rule_count - 1];
}

uint32_t kr_build_slot(kr_pack_builder *builder, kr_str name, int make) {
    uint32_t string = kr_build_string(builder, name);
    kr_rule *rule = newest(builder);
    for (uint32_t i = 0; i < KR_MAX_SLOTS && string != KR_PACK_NONE; i++) {
        if (make && rule->slot_names[i] == KR_PACK_NONE)
            rule->slot_names[i] = string;
        if (rule->slot_names[i] == string)
            return i;
    }
    return KR_MAX_SLOTS;
}

int32_t kr_build_rule(kr_pack_builder *builder, kr_str kind, kr_str rest) {
    kr_rule rule = {.strength = STANDARD_STRENGTH, .weight = STANDARD_WEIGHT};
    size_t at = 0;
    kr_str name = kr_phrase_next(rest, &at);
    if (name.length == 0 || kr_phrase_next(rest, &at).length)
        return kr_build_error(builder, rest, "a rule has one name, such as en/announce/proud");
    rule.kind = (uint32_t)index_of(kind, kinds, 5);
    rule.name = kr_build_string(builder, name);
    rule.when = (uint32_t)builder->when_count;
    rule.say = (uint32_t)builder->say_count;
    memset(rule.slot_names, 0xff, sizeof rule.slot_names);
    for (size_t i = 0; i < builder->rule_count; i++)
        if (builder->rules[i].name == rule.name)
            return kr_build_error(builder, name, "a rule of that name stands before");
    if (rule.name == KR_PACK_NONE || KR_BUILD_GROW(builder, rule) < 0)
        return kr_build_nomem(builder);
    builder->rules[builder->rule_count++] = rule;
    builder->column = 0;
    return KOOR_OK;
}

static int32_t read_intents(kr_pack_builder *builder, kr_str rest) {
    size_t at = 0;
    for (kr_str word = kr_phrase_next(rest, &at); word.length; word = kr_phrase_next(rest, &at)) {
        uint32_t intent = 0;
        while (intent < KR_INTENTS && !kr_str_is(word, kr_intent_name((kr_intent)intent)))
            intent++;
        if (intent == KR_INTENTS)
            return kr_build_error(builder, word, "not an intent");
        newest(builder)->intents |= 1u << intent;
    }
    return KOOR_OK;
}

static int32_t read_touches(kr_pack_builder *builder, kr_str rest) {
    static const char *const names[] = {"negation", "modal", "quantifier"};
    size_t at = 0;
    for (kr_str word = kr_phrase_next(rest, &at); word.length; word = kr_phrase_next(rest, &at)) {
        int which = index_of(word, names, 3);
        if (which < 0)
            return kr_build_error(builder, word, "write: touches negation modal quantifier");
        newest(builder)->flags |= 1u << which;
    }
    return KOOR_OK;
}

static int32_t read_example(kr_pack_builder *builder, kr_str rest, int does) {
    kr_example example = {.rule = (uint32_t)builder->rule_count - 1, .line = builder->line,
                          .file = builder->file, .text = rest};
    for (size_t i = 0; does && i + 4 <= rest.length; i++)
        if (memcmp(rest.at + i, " -> ", 4) == 0) {
            example.text.length = i;
            example.wanted = (kr_str){rest.at + i + 4, rest.length - i - 4};
            break;
        }
    if (does && !example.wanted.at)
        return kr_build_error(builder, rest, "write: does SENTENCE -> SENTENCE");
    if (KR_BUILD_GROW(builder, example) < 0)
        return kr_build_nomem(builder);
    builder->examples[builder->example_count++] = example;
    return KOOR_OK;
}

static int32_t read_number(kr_pack_builder *builder, kr_str rest) {
    if (rest.length != 1 || rest.at[0] < '1' || rest.at[0] > '9')
        return kr_build_error(builder, rest, "a weight is 1 to 9");
    newest(builder)->weight = (uint32_t)(rest.at[0] - '0');
    return KOOR_OK;
}

static int32_t read_strength(kr_pack_builder *builder, kr_str rest) {
    int strength = index_of(rest, strengths, 3);
    if (strength < 0)
        return kr_build_error(builder, rest, "write: strength light, medium or strong");
    newest(builder)->strength = (uint32_t)strength;
    return KOOR_OK;
}

/* The KR_WHEN_ bits of a condition's word; 0 where it is none. */
static uint32_t condition_of(kr_str word) {
    static const struct {
        const char *word;
        uint32_t condition;
    } conditions[] = {
        {"unless", KR_WHEN_UNLESS},
        {"unless-before", KR_WHEN_UNLESS | KR_WHEN_BEFORE},
        {"unless-behind", KR_WHEN_UNLESS | KR_WHEN_BEHIND},
        {"unless-post", KR_WHEN_UNLESS | KR_WHEN_POST},
        {"unless-sentence", KR_WHEN_UNLESS | KR_WHEN_SENTENCE},
        {"only-sentence", KR_WHEN_ONLY | KR_WHEN_SENTENCE},
        {"only-before", KR_WHEN_ONLY | KR_WHEN_BEFORE},
        {"only-behind", KR_WHEN_ONLY | KR_WHEN_BEHIND},
        {"only-post", KR_WHEN_ONLY | KR_WHEN_POST},
        {"once", KR_WHEN_UNLESS | KR_WHEN_POST | KR_WHEN_TWICE},
    };
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        if (kr_str_is(word, conditions[i].word))
            return conditions[i].condition;
    return 0;
}

/* A pattern like any other, but never looked for by itself. Indented under a text it is of that text alone. */
static int32_t read_condition(kr_pack_builder *builder, uint32_t condition, kr_str rest, int of_one) {
    size_t anchors = builder->anchor_count;
    uint32_t says = (uint32_t)builder->say_count - newest(builder)->say;
    if (of_one && (!builder->after_say || says > KR_MOST_KEPT_AWAY))
        return kr_build_error(builder, rest, builder->after_say ? "only the first 64 texts of a rule may have a condition of their own"
                                                                : "a condition further in belongs to the text above it, and there is none");
    int32_t status = kr_build_pattern(builder, rest);
    if (status != KOOR_OK)
        return status;
    builder->anchor_count = anchors;
    builder->whens[builder->when_count - 1].anchored = 1;
    builder->whens[builder->when_count - 1].condition = condition;
    if (of_one)
        builder->whens[builder->when_count - 1].say = (uint32_t)builder->say_count - 1;
    return KOOR_OK;
}

static int32_t read_flag(kr_pack_builder *builder, kr_str word) {
    static const char *const names[] = {"opens", "not-first", "not-last", "whole", "together", "quotes", "not-item"};
    int which = index_of(word, names, 7);
    if (which < 0)
        return kr_build_error(builder, word, "not a line of a rule");
    newest(builder)->flags |= (uint32_t)KR_RULE_OPENS << which;
    return KOOR_OK;
}

int32_t kr_build_rule_line(kr_pack_builder *builder, kr_str word, kr_str rest) {
    size_t column = (size_t)(word.at - builder->line_start);
    uint32_t condition = condition_of(word);
    if (condition && builder->column && column > builder->column)
        return read_condition(builder, condition, rest, 1);
    builder->column = column;
    builder->after_say = kr_str_is(word, "say") || kr_str_is(word, "same");
    if (condition)
        return read_condition(builder, condition, rest, 0);
    if (kr_str_is(word, "when"))
        return kr_build_pattern(builder, rest);
    if (kr_str_is(word, "say"))
        return kr_build_say(builder, rest);
    if (kr_str_is(word, "same"))
        return kr_build_same(builder, rest);
    if (kr_str_is(word, "does") || kr_str_is(word, "leaves"))
        return read_example(builder, rest, kr_str_is(word, "does"));
    if (kr_str_is(word, "intent"))
        return read_intents(builder, rest);
    if (kr_str_is(word, "touches"))
        return read_touches(builder, rest);
    if (kr_str_is(word, "strength"))
        return read_strength(builder, rest);
    if (kr_str_is(word, "weight"))
        return read_number(builder, rest);
    return read_flag(builder, word);
}

int32_t kr_build_rule_end(kr_pack_builder *builder) {
    kr_rule *rule = newest(builder);
    kr_str name = kr_build_text(builder, rule->name);
    rule->when_count = (uint32_t)builder->when_count - rule->when;
    rule->say_count = (uint32_t)builder->say_count - rule->say;
    if (rule->when_count == 0 || rule->say_count == 0) {
        kr_str none = {builder->line_start, 0};
        char *message = kr_arena_alloc(&builder->job->arena, name.length + 64, 1);
        if (!message)
            return kr_build_nomem(builder);
        memcpy(message, "a rule without `when` or `say` ends here: ", 42);
        memcpy(message + 42, name.at, name.length);
        message[42 + name.length] = '\0';
        return kr_build_error(builder, none, message);
    }
    return KOOR_OK;
}
