/* Who speaks: the team, the company by name, we, or I.
 *
 * "My team" and the company take the place of the first "we" of the post, with the verb in its form; what
 * follows stays in "we", as people speak: "My team is hiring. We bake 2,400 loaves a day." So one sentence
 * decides: where its verb is nothing that a team does, where it says "together" or "our colleagues", or where
 * a second verb shares the subject, the voice would sound silly and is not available. I takes the place of
 * "we" in what a person can say of themselves ("we're proud"), and only there. A post in the first person
 * singular is somebody's own story and keeps its voice. */
#include "rewrite/voice_change.h"

#include <string.h>

/* A "we" as the subject of a verb. */
typedef struct speaker {
    uint32_t sentence, first, end; /* the words that say who speaks */
    uint32_t verb;
    int inverted;
} speaker;

static int is_english(const kr_voice_work *w) {
    return strcmp(w->post->language, "en") == 0;
}

static uint32_t tag_at(const kr_parse *parse, uint32_t at) {
    return at < parse->count ? parse->words[at].tag : KR_TAG_PUNCT;
}

static int is_finite(const kr_voice_work *w, const kr_parse *parse, uint32_t at) {
    if (kr_voice_is_finite(parse, at))
        return 1;
    /* English present forms without -s are tagged as the base form now and then. */
    return is_english(w) && at < parse->count && tag_at(parse, at) == KR_TAG_INF &&
           (parse->words[at].form & 31u) == KR_FORM_INF;
}

static int find_verb(const kr_voice_work *w, const kr_parse *parse, speaker *s) {
    uint32_t at = s->end;
    while (at < parse->count && tag_at(parse, at) == KR_TAG_ADV && at < s->end + 2u && is_english(w))
        at++;
    s->inverted = s->first > 0 && kr_voice_is_finite(parse, s->first - 1u);
    s->verb = s->inverted ? s->first - 1u : at;
    return is_finite(w, parse, s->verb);
}

/* Words of a list that may have two tokens ("our team"), at `at`: how many; 0 for none. */
static uint32_t words_in(const kr_voice_work *w, const kr_parse *parse, uint32_t at, const char *list) {
    const kr_pack_list *found = kr_pack_find_list(w->pack, list);
    if (at >= parse->count || parse->words[at].atom)
        return 0;
    if (kr_list_has_number(found, parse->words[at].phrase[0]))
        return 2;
    return kr_list_has_number(found, parse->words[at].string) ? 1 : 0;
}

/* The next speaker of a list, from sentence and word on; 0 where there is none. */
static int next_speaker(const kr_voice_work *w, const char *list, speaker *s) {
    uint32_t at = s->end;
    for (uint32_t i = s->sentence; i < w->post->sentence_count; i++, at = 0)
        for (; at < w->parses[i].count; at++) {
            uint32_t words = words_in(w, &w->parses[i], at, list);
            if (!words)
                continue;
            *s = (speaker){.sentence = i, .first = at, .end = at + words};
            return 1;
        }
    return 0;
}

static int says_i(const kr_voice_work *w) {
    for (uint32_t i = 0; i < w->post->sentence_count; i++)
        for (uint32_t at = 0; at < w->parses[i].count; at++)
            if (kr_voice_has(w, &w->parses[i], at, "voice.i.word") && !words_in(w, &w->parses[i], at, "voice.team.subject"))
                return 1;
    return 0;
}

static int has_beside(const kr_voice_work *w, const speaker *s, const char *list) {
    const kr_parse *parse = &w->parses[s->sentence];
    for (uint32_t at = 0; at < parse->count; at++)
        if ((at < s->first || at >= s->end) && kr_voice_has(w, parse, at, list))
            return 1;
    return 0;
}

/* "we search and find": a verb behind a conjunction without a subject of its own. */
static int shares_subject(const kr_voice_work *w, const speaker *s) {
    const kr_parse *parse = &w->parses[s->sentence];
    for (uint32_t at = (s->verb > s->first ? s->verb : s->first) + 1; at + 1 < parse->count; at++) {
        uint32_t next = at + 1;
        if (tag_at(parse, at) != KR_TAG_CONJ && !kr_word_is(parse, at, ","))
            continue;
        while (next < parse->count && tag_at(parse, next) == KR_TAG_ADV)
            next++;
        if (is_finite(w, parse, next) &&
            !(next + 1 < parse->count && tag_at(parse, next + 1) == KR_TAG_PRON))
            return 1;
    }
    return 0;
}

/* "We verheugen ons", "we pride ourselves": the pronoun would have to follow. */
static int has_own_object(const kr_voice_work *w, const speaker *s) {
    const kr_parse *parse = &w->parses[s->sentence];
    for (uint32_t at = 0; at < parse->count; at++)
        if (kr_voice_has(w, parse, at, "voice.we.object") && tag_at(parse, at) == KR_TAG_PRON)
            return 1;
    return 0;
}

static int is_form_of(const kr_voice_work *w, const kr_parse *parse, uint32_t at, const char *dutch,
                      const char *english) {
    return kr_str_is(kr_voice_form(w, parse, at, KR_FORM_INF), is_english(w) ? english : dutch);
}

/* The verb that carries the meaning: behind "have" the participle, behind "will" the infinitive. */
static uint32_t meaning(const kr_voice_work *w, const speaker *s) {
    const kr_parse *parse = &w->parses[s->sentence];
    uint32_t from = (s->verb > s->first ? s->verb : s->first) + 1, wanted = 0;
    kr_str clitic = kr_word_text(parse, s->verb);
    if (is_form_of(w, parse, s->verb, "hebben", "have") || kr_str_is(clitic, "'ve"))
        wanted = 1u << KR_TAG_PP;
    else if (is_form_of(w, parse, s->verb, "zijn", "be") || kr_str_is(clitic, "'re"))
        wanted = 1u << KR_TAG_PP | 1u << KR_TAG_ING;
    else if (tag_at(parse, s->verb) == KR_TAG_MODAL || kr_voice_has_lemma(w, parse, s->verb, "voice.helping") ||
             kr_str_is(clitic, "'ll"))
        wanted = 1u << KR_TAG_INF;
    for (uint32_t at = from; wanted && at < parse->count; at++) {
        uint32_t tag = tag_at(parse, at);
        if (tag == KR_TAG_PUNCT || tag == KR_TAG_SUB || tag == KR_TAG_TO)
            break;
        if (wanted >> tag & 1)
            return at;
    }
    return s->verb;
}

/* "Proud to be a finalist": what was won or became so is the company's, not the speaker's. */
static int claims(const kr_voice_work *w, const speaker *s) {
    const kr_parse *parse = &w->parses[s->sentence];
    for (uint32_t at = s->end; at < parse->count; at++)
        if (at != s->verb && tag_at(parse, at) == KR_TAG_INF &&
            kr_voice_has_lemma(w, parse, at, "voice.claiming"))
            return 1;
    return 0;
}

typedef struct deeds {
    const char *verbs, *states, *phrases;
} deeds;

static int does(const kr_voice_work *w, const speaker *s, const deeds *what) {
    const kr_parse *parse = &w->parses[s->sentence];
    uint32_t verb = meaning(w, s), from = (s->verb > s->first ? s->verb : s->first) + 1;
    if (kr_voice_has_lemma(w, parse, verb, what->verbs) || words_in(w, parse, verb, what->phrases))
        return 1;
    if (!is_form_of(w, parse, s->verb, "zijn", "be") && !kr_str_is(kr_word_text(parse, s->verb), "'re") &&
        !kr_word_is(parse, s->verb, "\xe2\x80\x99re"))
        return 0;
    for (uint32_t at = from; at < from + 3u; at++)
        if (kr_voice_has(w, parse, at, what->states))
            return !claims(w, s);
    return 0;
}

static const deeds TEAM = {"voice.team.verbs", "voice.team.states", "voice.team.phrases"};
static const deeds PERSON = {"voice.i.verbs", "voice.i.states", "voice.i.phrases"};

/* The clause is a main one, and nothing of "ours" was named before it: a name that comes late, or inside a
 * relative clause, reads as somebody else's. */
static int opens_the_talk(const kr_voice_work *w, const speaker *s) {
    for (uint32_t i = 0; i <= s->sentence; i++) {
        const kr_parse *parse = &w->parses[i];
        uint32_t end = i == s->sentence ? s->first : parse->count;
        for (uint32_t at = 0; at < end; at++) {
            int is_sub = tag_at(parse, at) == KR_TAG_SUB || kr_voice_has(w, parse, at, "voice.before.subject");
            if (kr_voice_has(w, parse, at, "voice.we.word") || (i == s->sentence && is_sub))
                return 0;
        }
    }
    return 1;
}

/* ---- forms ---- */

static int is_past(const kr_parse *parse, uint32_t verb) {
    uint32_t kind = parse->words[verb].form & 31u;
    return kind == KR_FORM_PAST || kind == KR_FORM_PASTPL;
}

static kr_str english_form(const kr_voice_work *w, const kr_parse *parse, uint32_t verb, int one, int self) {
    kr_str text = kr_word_text(parse, verb);
    if (is_form_of(w, parse, verb, "", "be"))
        return is_past(parse, verb) ? (one || self ? KR_STR("was") : KR_STR("were"))
               : self               ? KR_STR("am")
               : one                ? KR_STR("is")
                                    : KR_STR("are");
    if (tag_at(parse, verb) == KR_TAG_MODAL || is_past(parse, verb))
        return text;
    return kr_voice_form(w, parse, verb, one ? KR_FORM_S3 : KR_FORM_INF);
}

static kr_str dutch_form(const kr_voice_work *w, const kr_parse *parse, uint32_t verb, int one, int self) {
    if (is_past(parse, verb))
        return kr_voice_form(w, parse, verb, one || self ? KR_FORM_PAST : KR_FORM_PASTPL);
    return kr_voice_form(w, parse, verb, self ? KR_FORM_IK : one ? KR_FORM_S3 : KR_FORM_INF);
}

/* "'re", "'ve", "'ll": written out behind a noun. "'d" is had or would: nobody knows. */
static kr_str clitic_form(kr_str clitic, int self) {
    static const struct {
        const char *clitic, *one, *self;
    } forms[] = {{"re", "is", "'m"}, {"ve", "has", "'ve"}, {"ll", "will", "'ll"}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (clitic.length > 2 && memcmp(clitic.at + clitic.length - 2, forms[i].clitic, 2) == 0)
            return kr_str_of(self ? forms[i].self : forms[i].one);
    return (kr_str){"", 0};
}

static int is_clitic(kr_str text) {
    return text.length && (text.at[0] == '\'' || (unsigned char)text.at[0] >= 0x80);
}

/* The verb in its new form, into the edits; 0 where there is none. */
static int change_verb(kr_voice_work *w, const speaker *s, int one, int self) {
    const kr_parse *parse = &w->parses[s->sentence];
    kr_str text = kr_word_text(parse, s->verb);
    kr_span span = parse->words[s->verb].span;
    if (is_english(w) && is_clitic(text)) {
        char spaced[8] = " ";
        kr_str form = clitic_form(text, self);
        if (!form.length || self)
            return form.length ? kr_voice_edit(w, s->sentence, span, form), 1 : 0;
        memcpy(spaced + 1, form.at, form.length);
        kr_voice_edit(w, s->sentence, span, (kr_str){spaced, form.length + 1});
        return 1;
    }
    kr_str form = is_english(w) ? english_form(w, parse, s->verb, one, self)
                                : dutch_form(w, parse, s->verb, one, self);
    if (form.length)
        kr_voice_word(w, s->sentence, s->verb, form);
    return form.length > 0;
}

/* The words that say who speaks, with the capital of those that stood there. */
static kr_span change_speaker(kr_voice_work *w, const speaker *s, kr_str name) {
    const kr_parse *parse = &w->parses[s->sentence];
    kr_span span = {parse->words[s->first].span.start, parse->words[s->end - 1].span.end};
    char text[200];
    size_t next = 0, from = 0, size = 0;
    kr_str base = kr_word_text(parse, s->first);
    if (s->first == parse->first && kr_is_upper(kr_utf8_next(base.at, base.length, &next)) && name.length) {
        int32_t code = kr_utf8_next(name.at, name.length, &from);
        size = kr_utf8_put(text, kr_to_title(code));
    }
    size_t rest = name.length - from < sizeof text - size ? name.length - from : sizeof text - size;
    memcpy(text + size, name.at + from, rest);
    kr_voice_edit(w, s->sentence, span, (kr_str){text, size + rest});
    return span;
}

/* ---- the persons ---- */

static const char *silly(const kr_voice_work *w, const speaker *s, int is_team) {
    if (w->post->sentences[s->sentence].flags & KR_SENTENCE_LOCKED)
        return "the first sentence in \"we\" is locked";
    if (has_beside(w, s, is_team ? "voice.team.beside" : "voice.company.beside"))
        return "the first sentence in \"we\" names the people already";
    if (shares_subject(w, s))
        return "two verbs share the subject here";
    if (has_own_object(w, s))
        return "a pronoun here goes with \"we\"";
    if (!opens_the_talk(w, s))
        return "the name would come late: \"our\" or a clause stands before it";
    if (is_team && !does(w, s, &TEAM))
        return "what is said here is nothing that a team does";
    return NULL;
}

/* One name takes the place of the first "we". */
static void name_speaker(kr_voice_work *w, kr_str name, int is_team) {
    speaker s = {0};
    if (!next_speaker(w, "voice.we.subject", &s)) {
        kr_voice_refuse(w, KR_NONE, "nobody says \"we\" in this post");
        return;
    }
    if (!find_verb(w, &w->parses[s.sentence], &s) || kr_voice_is_question(w, s.sentence)) {
        kr_voice_refuse(w, s.sentence, "the verb that goes with \"we\" is not certain here");
        return;
    }
    const char *reason = silly(w, &s, is_team);
    kr_span own = w->post->sentences[s.sentence].span;
    kr_str text = {w->post->text.at + own.start, own.end - own.start};
    if (!reason && !is_team && kr_str_find(text, name, 0) != SIZE_MAX)
        reason = "this sentence names the company already";
    if (reason)
        kr_voice_refuse(w, s.sentence, reason);
    else if (!change_verb(w, &s, 1, 0))
        kr_voice_refuse(w, s.sentence, "the lexicon does not have the form of the verb here");
    else
        w->out->kept = change_speaker(w, &s, name);
}

/* "Our team is hiring" becomes "we are hiring"; a base that says we already stays. */
static void say_we(kr_voice_work *w) {
    speaker s = {0}, we = {0};
    size_t changed = 0;
    int has_we = next_speaker(w, "voice.we.subject", &we);
    while (next_speaker(w, "voice.team.subject", &s)) {
        const kr_parse *parse = &w->parses[s.sentence];
        int is_subject = tag_at(parse, s.first - 1u) != KR_TAG_PREP || s.first == parse->first;
        if (!is_subject || !find_verb(w, parse, &s) || kr_voice_is_question(w, s.sentence) ||
            shares_subject(w, &s))
            continue;
        if (change_verb(w, &s, 0, 0)) {
            change_speaker(w, &s, kr_voice_first(w, "voice.we.say.subject"));
            changed++;
        }
    }
    if (!changed && !has_we)
        kr_voice_refuse(w, KR_NONE, "nobody speaks in this post who could be \"we\"");
}

static void say_i(kr_voice_work *w) {
    speaker s = {0};
    while (next_speaker(w, "voice.we.subject", &s)) {
        if (!find_verb(w, &w->parses[s.sentence], &s) || shares_subject(w, &s) || has_own_object(w, &s) ||
            w->post->sentences[s.sentence].flags & KR_SENTENCE_LOCKED ||
            !does(w, &s, &PERSON))
            continue;
        if (change_verb(w, &s, 0, 1)) {
            kr_str i = kr_voice_first(w, "voice.i.say.subject");
            change_speaker(w, &s, is_english(w) ? KR_STR("I") : i);
        }
    }
    if (!w->out->edit_count)
        kr_voice_refuse(w, KR_NONE, "nothing in this post is what one person can say for themselves");
}

void kr_voice_change_person(kr_voice_work *w) {
    if (w->post->first_person || says_i(w)) {
        kr_voice_refuse(w, KR_NONE, "the post is somebody's own story: it says I");
        return;
    }
    switch (w->input->value) {
    case KR_PERSON_WE:
        say_we(w);
        break;
    case KR_PERSON_TEAM:
        name_speaker(w, kr_voice_first(w, "voice.team.say.subject"), 1);
        break;
    case KR_PERSON_COMPANY:
        if (w->input->company.length)
            name_speaker(w, w->input->company, 0);
        else
            kr_voice_refuse(w, KR_NONE, "the company's name is not given: set voice.company");
        break;
    default:
        say_i(w);
    }
}
