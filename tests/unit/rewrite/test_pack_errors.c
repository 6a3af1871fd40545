/* Mistakes in rules: the message, with line and column. */
#include "pack_fixture.h"

#include <string.h>

#define RULE "pack en 1\nlist day = monday\nnoun team teams\nphrase t/x\n"

static void patterns(void **state) {
    (void)state;
    compile_pack(RULE "  when (a|b\n  say c\n", KOOR_E_SYNTAX,
                 "test.pack:5:8: no closing bracket: (");
    compile_pack(RULE "  when a) b\n  say c\n", KOOR_E_SYNTAX,
                 "test.pack:5:9: a bracket that nothing opened: ) b");
    compile_pack(RULE "  when @week\n  say c\n", KOOR_E_SYNTAX,
                 "test.pack:5:9: no list of that name: week");
    compile_pack(RULE "  when NPX:x\n  say c\n", KOOR_E_SYNTAX,
                 "test.pack:5:8: not a class of elements; words are in lower case: NPX");
    compile_pack(RULE "  when NP.round:x\n  say c\n", KOOR_E_SYNTAX,
                 "test.pack:5:11: not a feature that docs/packs.md lists: round");
    compile_pack(RULE "  when <fly:v>\n  say c\n", KOOR_E_SYNTAX,
                 "test.pack:5:9: not in the lexicon, so its forms are not known: fly");
    compile_pack(RULE "  when here:h NP:x\n  say {x} c\n", KOOR_E_SYNTAX,
                 "test.pack:5:8: a word is bound in brackets: (word):x: here");
    compile_pack(RULE "  when\n  say c\n", KOOR_E_SYNTAX, NULL);
}

static void texts(void **state) {
    (void)state;
    compile_pack(RULE "  when NP:x\n  say {y} here\n", KOOR_E_SYNTAX,
                 "test.pack:6:7: nothing is bound to this name by the rule's `when`: {y} here");
    compile_pack(RULE "  when NP:x\n  say {x.round}\n", KOOR_E_SYNTAX,
                 "test.pack:6:7: not a form that docs/packs.md lists: {x.round}");
    compile_pack(RULE "  when NP:x\n  say {a|b\n", KOOR_E_SYNTAX,
                 "test.pack:6:7: a { without its }: {a|b");
    compile_pack(RULE "  when NP:x\n  say a } b\n", KOOR_E_SYNTAX,
                 "test.pack:6:9: a } or | without its {: } b");
    compile_pack(RULE "  when NP:x\n  say [loud] a\n", KOOR_E_SYNTAX,
                 "test.pack:6:7: not a voice that docs/packs.md lists: [loud] a");
    compile_pack(RULE "  same {x} here\n", KOOR_E_SYNTAX,
                 "test.pack:5:8: a slot of a `same` line names its class: {x:NP}: {x");
}

static void rules(void **state) {
    (void)state;
    compile_pack(RULE "  when a\n", KOOR_E_SYNTAX, NULL);
    compile_pack(RULE "  when a\n  say b\nphrase t/x\n  when a\n  say b\n", KOOR_E_SYNTAX,
                 "test.pack:7:8: a rule of that name stands before: t/x");
    compile_pack(RULE "  when a\n  say b\n  weight 12\n", KOOR_E_SYNTAX,
                 "test.pack:7:10: a weight is 1 to 9: 12");
    compile_pack(RULE "  when a\n  say b\n  intent party\n", KOOR_E_SYNTAX,
                 "test.pack:7:10: not an intent: party");
    compile_pack(RULE "  when a\n  say b\n  does x\n", KOOR_E_SYNTAX,
                 "test.pack:7:8: write: does SENTENCE -> SENTENCE: x");
    compile_pack(RULE "  when a\n    unless b\n  say c\n", KOOR_E_SYNTAX,
                 "test.pack:6:12: a condition further in belongs to the text above it, and there is none: b");
    compile_pack(RULE "  when a\n  says b\n", KOOR_E_SYNTAX,
                 "test.pack:6:3: not a line of a rule: says");
    compile_pack("pack en 1\n  when a\n", KOOR_E_SYNTAX,
                 "test.pack:2:3: an indented line without a rule above it: when");
}

static void deep_nesting_is_refused(void **state) {
    (void)state;
    char text[256] = RULE "  when ";
    for (int i = 0; i < 40; i++)
        strcat(text, "(");
    compile_pack(strcat(text, "a\n"), KOOR_E_SYNTAX, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns),
        cmocka_unit_test(texts),
        cmocka_unit_test(rules),
        cmocka_unit_test(deep_nesting_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
