/* What stands around a wording forbids it: links, colons, greetings, compounds, and what the neighbours say. */
#include "walked.h"

#define WORDS                                                                                        \
    "pack en 1\nlist analyse.function = we | the | a | and | our | to | for | is | who\nlist greeting = dear\nlist attach.consequence = soon\nlist attach.answer = for\nlist attach.asks = who\n" \
    "pron we subj 1pl\npron nobody subj 3sg\ndet the def\ndet a indef\nposs our\nprep on\nprep to\nprep for\n"                \
    "conj and\nadv soon time\nadj dear dearer dearest\nverb call calls called called calling\n"      \
    "verb ring rings rang rung ringing\nverb seek seeks sought sought seeking\n"                     \
    "verb want wants wanted wanted wanting\nverb find finds found found finding\n"                   \
    "noun baker bakers\nnoun shop shops\nnoun office offices\nnoun member members\nnoun hall halls\n"

static void refuses(const char *rule, const char *base, const char *wanted) {
    char pack[1600];
    snprintf(pack, sizeof pack, WORDS "%s\n", rule);
    assert_refused(pack, base, wanted);
}

static void what_leads_to_a_link_stays_in_front_of_it(void **state) {
    (void)state;
    static const char parts[] = "parts a preposition from its link";
    static const char last[] = "phrase t/last\n  when START to find , REST:r END\n  say  {r} to find";
    static const char ring[] = "phrase t/ring\n  when call\n  say  ring";
    static const char soon[] = "phrase t/soon\n  when call\n  say  call soon";
    refuses("phrase t/at\n  when (call us on|find us on):x\n  say  find our hall soon", "Find us on example.org/a.", parts);
    refuses(soon, "Call 01632 960 118.", parts);
    refuses(ring, "Call 01632 960 118.", parts);
    refuses("phrase t/colon\n  when call\n  say  find the office:", "Call 01632 960 118.", "");
    refuses(last, "To find, call the office.", "");
}

static void one_colon_is_enough(void **state) {
    (void)state;
    refuses("phrase t/colon\n  when we seek NP:x\n  say  wanted: {x}", "Our shop: we seek a baker.", "explains twice in one sentence");
    refuses("phrase t/label\n  when we seek NP:x\n  say  wanted: {x}", "We seek a baker: https://a.be/b", "explains twice in one sentence");
    refuses("phrase t/colon\n  when we seek NP:x\n  say  wanted: {x}", "We seek a baker.", "");
}

static void whom_a_text_greets_is_no_part_of_its_clause(void **state) {
    (void)state;
    refuses("turn t/back\n  when REST:a , REST:b\n  say  {b} , {a}", "Dear members, we want the hall.",
            "takes a greeting for a part of the clause");
}

static void a_compound_keeps_its_head(void **state) {
    (void)state;
    refuses("phrase t/shop\n  when shop\n  say  hall", "We want the shop office.", "cuts a compound");
    refuses("phrase t/shop\n  when shop\n  say  hall", "We want the shop.", "");
}

static void a_question_behind_a_question(void **state) {
    (void)state;
    refuses("phrase t/ask\n  when we seek\n  say  a baker? We seek", "A shop? We seek a baker.", "asks right behind a question");
}

/* A question in front of `leaning` stays one; in front of another sentence, or where the post states, a statement is fine. */
static void stays_a_question(const char *reason, const char *leaning, const char *other) {
    static const char state[] = "frame t/state\n  when we seek NP:x\n  say  We call {x}.";
    static const char ask[] = "frame t/ask\n  when we seek NP:x\n  say  We call {x}";
    char asked[80], stated[80], beside[80];
    snprintf(asked, sizeof asked, "We seek a baker? %s", leaning);
    snprintf(stated, sizeof stated, "We seek a baker. %s", leaning);
    snprintf(beside, sizeof beside, "We seek a baker? %s", other);
    refuses(state, asked, reason);
    refuses(ask, asked, "");
    refuses(state, beside, "");
    refuses(state, stated, "");
}

static void what_the_next_sentence_follows_from(void **state) {
    (void)state;
    stays_a_question("takes the condition from the next sentence", "Our shop soon rings.", "Our shop rings soon.");
}

/* "Why a baker? For our shop.": a statement leaves the answer hanging. */
static void what_the_next_sentence_answers(void **state) {
    (void)state;
    static const char answered[] = "takes the question from its answer";
    stays_a_question(answered, "For our shop.", "Our shop for the hall.");
    refuses("phrase t/wonder\n  when who\n  say  our hall who", "Who seek a baker? For our shop.", answered);
    refuses("phrase t/wonder\n  when who\n  say  our hall who", "Who seek a baker? Our shop.", answered);
    refuses("phrase t/wonder\n  when who\n  say  our hall who", "Who seek a baker? We seek one.", "");
    refuses("phrase t/who\n  when who seek\n  say  who call", "Who seek a baker? For our shop.", "");
}

/* "We call, and so does the baker." */
static void a_verb_that_an_echo_takes_up(void **state) {
    (void)state;
    static const char pack[] = "pack en 1\nlist attach.echo = so\npron we subj 1pl\ndet the def\nadv so\nconj and\nnoun baker bakers\n"
                               "verb call calls called called calling\nverb ring rings rang rung ringing\nverb do does did done doing aux\n"
                               "phrase t/ring\n  when we call\n  say  we ring\n"
                               "  does We call. -> We ring.\n  does We call, and the baker does so. -> We ring, and the baker does so.\n"
                               "  leaves We call, and so does the baker.\n  leaves We call. So does the baker.\n";
    assert_int_equal(engine_check(pack, NULL), 0);
}

/* An emoji between two sentences that a rule makes one of, or says anew, would be lost with their border. */
static void emoji_between_sentences_stay(void **state) {
    (void)state;
    static const char join[] = "pack en 1\npron we subj 1pl\nverb call calls called called calling\nverb ring rings rang rung ringing\n"
                               "turn t/join\n  when we call / we ring\n  say  we call and ring\n"
                               "  does We call. We ring. -> We call and ring.\n  does Today we rest. We call. We ring. -> Today we rest. We call and ring.\n"
                               "  leaves We call. \U0001F35E We ring.\n  leaves We call \U0001F35E. We ring.\n";
    assert_int_equal(engine_check(join, NULL), 0);
}

static void items_of_a_list_stay_alike(void **state) {
    (void)state;
    static const char row[] = "builds one item of a list otherwise";
    static const char back[] = "turn t/back\n  when to find NP:x\n  say  {x} to find";
    refuses(back, "We want:\n- to call\n- to find the hall\n- to ring", row);
    refuses(back, "We want:\n- to find the hall", "");
    refuses("phrase t/word\n  when ring\n  say  call", "We want:\n- to find the hall\n- to ring", "");
}

/* Three words in a row, one of them telling, that a sentence beside it has and the base did not say here. */
static void what_the_neighbours_say(void **state) {
    (void)state;
    static const char rule[] = "phrase t/seek\n  when wanted :\n  say  we seek";
    static const char told[] = "says what the next sentence says, or the one before";
    refuses(rule, "Wanted: a baker. Our shop and we seek a baker.", told);
    refuses(rule, "We seek a baker soon. Wanted: a baker.", told);
    refuses(rule, "Wanted: a baker. We want a baker.", "");
    refuses(rule, "Wanted: a baker. We seek the shop.", "says a word of the sentence beside it");
    refuses(rule, "Wanted: a baker. We want the shop. We seek a baker.", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_leads_to_a_link_stays_in_front_of_it),
        cmocka_unit_test(one_colon_is_enough),
        cmocka_unit_test(whom_a_text_greets_is_no_part_of_its_clause),
        cmocka_unit_test(a_compound_keeps_its_head),
        cmocka_unit_test(a_question_behind_a_question),
        cmocka_unit_test(what_the_next_sentence_follows_from),
        cmocka_unit_test(what_the_next_sentence_answers),
        cmocka_unit_test(a_verb_that_an_echo_takes_up),
        cmocka_unit_test(emoji_between_sentences_stay),
        cmocka_unit_test(items_of_a_list_stay_alike),
        cmocka_unit_test(what_the_neighbours_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
