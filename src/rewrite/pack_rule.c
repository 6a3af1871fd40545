#include "rewrite/pack_build.h"
int kr_rule_is(kr_str word) {
    return kr_str_is(word, "phrase") || kr_str_is(word, "frame") || kr_str_is(word, "turn") ||
           kr_str_is(word, "hook") || kr_str_is(word, "cta");
}
int32_t kr_build_rule(kr_pack_builder *builder, kr_str kind, kr_str rest) {
    (void)builder, (void)kind, (void)rest;
    return KOOR_OK;
}
int32_t kr_build_rule_line(kr_pack_builder *builder, kr_str word, kr_str rest) {
    (void)builder, (void)word, (void)rest;
    return KOOR_OK;
}
int32_t kr_build_rule_end(kr_pack_builder *builder) {
    (void)builder;
    return KOOR_OK;
}
