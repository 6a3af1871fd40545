/* The lexer's pattern: what a token looks like from where it begins.
 *
 * One PCRE2 pattern, tried anchored at each token, whose alternatives carry their kind as a
 * (*MARK). Formats are here (links, figures, dates in figures, telephone numbers); what needs words
 * of a language is joined from tokens later. Every repetition is possessive or bounded, so that the
 * time is linear in the text. Compiling costs less than a tenth of a millisecond: no JIT is wanted.
 * Three tokens of four are words of plain letters, which take the pattern some ten thousand
 * instructions to see that they are nothing else: these are told before it is asked.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "analyse/lexer.h"

#include <pcre2.h>
#include <string.h>

struct kr_lexer {
    kr_memory memory;
    pcre2_general_context *context;
    pcre2_code *code;
};

struct kr_lexer_match {
    const kr_lexer *lexer;
    pcre2_match_data *data;
};

/* Top-level domains that a bare domain may end in: the common generic ones and those of the
 * countries whose posts we meet (root zone of IANA, 2024), without those that are words a writer
 * may put behind a full stop with no space ("is", "it", "so", "de", "in", "no"). */
#define TLD                                                                                        \
    "com|org|net|nl|be|eu|io|info|app|dev|ai|gov|edu|nu|tv|biz|shop|online|jobs|works|academy|"    \
    "events|uk|fr|lu|ie|ch|dk|se|pl|pt|es|ca|au|nz|co|mobi|pro|xyz|tech|blog|cloud|design|"        \
    "digital|agency|media|news|live|store|site|website|space|studio|group|team|care|energy|"       \
    "health|legal|link|page|global|ly|gl|gg|fm|vlaanderen|gent|amsterdam|brussels|frl|scot|"       \
    "wales|london|berlin|paris|school|training|consulting|solutions|services|software|systems|"    \
    "network|foundation|community|social|green|coop|museum|travel|hotel|restaurant|bar|coffee|"    \
    "film|video|photography|gallery|art|music|radio|bike|run|fit|zone|example|test"

#define WORD "[\\p{L}\\p{N}]"
#define LABELS "(?:" WORD "[\\p{L}\\p{N}-]{0,62}+\\.){1,8}"
#define URL_END "[^\\s<>\"“”„«»]*+"

static const char pattern[] =
    "(?:"
    "[\\p{L}\\p{N}_][\\p{L}\\p{N}_.+-]{0,63}+@(?:[A-Za-z0-9-]{1,63}+\\.){1,8}[A-Za-z]{2,24}(*:E)"
    "|(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww][Ww][Ww]\\.)[^\\s<>\"“”„«»]++(*:U)"
    "|" LABELS "[a-z]{2,18}(?::\\d{1,5})?/" URL_END "(*:U)"
    "|" LABELS "(?!\\p{Lu}\\p{Ll})(?i:" TLD ")(?![\\p{L}\\p{N}_@-])(?:[?#]" URL_END ")?(*:U)"
    "|@[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}_])?(*:M)"
    "|\\#(?=[\\p{N}_]*\\p{L})[\\p{L}\\p{M}\\p{N}_]++(*:T)"
    "|[0-9*\\#]\\x{FE0F}?\\x{20E3}(*:K)"
    /* 2026-03-14, 14/03/2026, 14.3.26 */
    "|(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}([./-])\\d{1,2}\\g{1}(?:(?:19|20)\\d{2}|\\d{2}))"
    "(?![.,/-]?[\\p{L}\\p{N}])(*:D)"
    "|['’]\\d0['’]?s(?!" WORD ")(*:D)"
    /* 9:00-17:00, 9:30, 9u30 */
    "|(?:[01]?\\d|2[0-4])[:.][0-5]\\d\\s?[-–]\\s?(?:[01]?\\d|2[0-4])[:.][0-5]\\d(?![.,]?\\d)(*:C)"
    "|(?:[01]?\\d|2[0-4])(?:[:uh])[0-5]\\d(?:[-–](?:[01]?\\d|2[0-4])(?:[:uh])[0-5]\\d)?"
    "(?!:?" WORD ")(*:C)"
    /* telephone numbers: the number of digits is counted behind the match */
    "|(?:\\+\\d{1,3}(?:[ ./-]?\\(0\\))?|\\(0\\d{1,4}\\)|00[1-9]\\d|0[1-9]\\d{0,3})"
    "(?:[ \\x{A0}./()-]{0,2}\\d{1,4}){2,7}(?![.,]?\\d)(*:P)"
    "|(?:1[ .-])?(?:\\(\\d{3}\\) ?|\\d{3}[ .-])\\d{3}[.-]\\d{4}(?!\\d)(*:P)"
    /* 2.4.1, v3 */
    "|[vV]\\d+(?:\\.\\d+)*+(?:-[a-z]+\\.?\\d*)?(?!" WORD ")(*:V)"
    "|(?!\\d{1,3}(?:\\.\\d{3})+(?![.\\d]))\\d{1,4}(?:\\.\\d{1,4}){2,4}(?:-[a-z]+\\.?\\d*)?"
    "(?!" WORD ")(*:V)"
    /* numbers, with thousands apart by a point, a comma or a thin space */
    "|(?:(?<![\\p{L}\\p{N})%\\]])[+−-])?"
    "(?:\\d{1,3}(?:[ \\x{A0}\\x{202F}\\x{2009}]\\d{3})++(?![\\d\\p{L}])(?:[.,]\\d+)?"
    "|\\d++(?:[.,:/]\\d++)*+[\\p{L}\\p{N}]*+)(*:N)"
    /* dotted abbreviations, m/v/x, C++, words with inner apostrophes and hyphens */
    "|(?:\\p{L}\\.){2,}(*:W)"
    "|\\p{L}{1,2}(?:/\\p{L}{1,2}){1,4}(?![\\p{L}\\p{N}/])(*:W)"
    "|[CF](?:\\+\\+|\\#)(?!" WORD ")(*:W)"
    "|['’](?:s|t|n|k|m|r|er|em|til|cause|tis|twas)(?![\\p{L}\\p{N}'’])(*:W)"
    "|\\p{L}[\\p{L}\\p{M}\\p{N}_\\x{AD}\\x{200B}-\\x{200D}\\x{2060}]*+"
    "(?:(?:['’‘`´&‐‑-]|\\.(?=(?:js|net|JS|NET)(?!" WORD ")))"
    "(?=" WORD ")[\\p{L}\\p{M}\\p{N}_\\x{AD}]++)*+(*:W)"
    "|.(*:X)"
    ")";

static void *take(PCRE2_SIZE size, void *memory) {
    return kr_alloc(memory, 1, size);
}

static void give(void *block, void *memory) {
    kr_free(memory, block);
}

int32_t kr_lexer_open(kr_job *job, kr_lexer **out) {
    kr_lexer *lexer = kr_alloc_zero(job->memory, 1, sizeof *lexer);
    if (!lexer)
        return kr_nomem(job);
    lexer->memory = *job->memory;
    lexer->context = pcre2_general_context_create(take, give, &lexer->memory);
    pcre2_compile_context *compile =
        lexer->context ? pcre2_compile_context_create(lexer->context) : NULL;
    int error = PCRE2_ERROR_NOMEMORY;
    PCRE2_SIZE place = 0;
    if (compile)
        lexer->code = pcre2_compile((PCRE2_SPTR)pattern, sizeof pattern - 1,
                                    PCRE2_UTF | PCRE2_UCP | PCRE2_DOTALL | PCRE2_NO_UTF_CHECK,
                                    &error, &place, compile);
    pcre2_compile_context_free(compile);
    if (lexer->code) {
        *out = lexer;
        return KOOR_OK;
    }
    kr_lexer_close(lexer);
    if (error == PCRE2_ERROR_NOMEMORY || error == PCRE2_ERROR_HEAP_FAILED)
        return kr_nomem(job);
    return kr_fail(job, KOOR_E_INTERNAL, "", (int64_t)place,
                   "the lexer's pattern does not compile (%d): please report it", error);
}

void kr_lexer_close(kr_lexer *lexer) {
    if (!lexer)
        return;
    pcre2_code_free(lexer->code);
    pcre2_general_context_free(lexer->context);
    kr_memory memory = lexer->memory;
    kr_free(&memory, lexer);
}

kr_lexer_match *kr_lexer_start(const kr_lexer *lexer) {
    kr_lexer_match *match = kr_alloc_zero(&lexer->memory, 1, sizeof *match);
    if (!match)
        return NULL;
    match->lexer = lexer;
    match->data = pcre2_match_data_create(2, lexer->context);
    if (!match->data) {
        kr_free(&lexer->memory, match);
        return NULL;
    }
    return match;
}

void kr_lexer_end(kr_lexer_match *match) {
    if (!match)
        return;
    pcre2_match_data_free(match->data);
    kr_free(&match->lexer->memory, match);
}

static kr_raw_kind kind_of(int mark) {
    static const char marks[] = "WNXEUMTDCPVK";
    static const kr_raw_kind kinds[] = {
        KR_RAW_WORD, KR_RAW_NUMBER, KR_RAW_MARK,  KR_RAW_EMAIL, KR_RAW_URL,     KR_RAW_MENTION,
        KR_RAW_TAG,  KR_RAW_DATE,   KR_RAW_CLOCK, KR_RAW_PHONE, KR_RAW_VERSION, KR_RAW_KEYCAP,
    };
    const char *at = strchr(marks, mark);
    return at ? kinds[at - marks] : KR_RAW_MARK;
}

/* The end of a word of ASCII letters before a blank, the text's end, or a mark that goes on no format; 0 where
 * none begins at `at`. Of all alternatives of the pattern only that of words takes it, and takes all of it. */
static size_t plain_word_end(kr_str text, size_t at) {
    size_t end = at;
    while (end < text.length && ((text.at[end] >= 'a' && text.at[end] <= 'z') ||
                                 (text.at[end] >= 'A' && text.at[end] <= 'Z')))
        end++;
    int closed = end == text.length || (text.at[end] && strchr(" \n,;!?", text.at[end]));
    return closed && end > at ? end : 0;
}

int kr_lexer_token(kr_lexer_match *match, kr_str text, size_t at, kr_raw_kind *kind, size_t *end) {
    *kind = KR_RAW_WORD;
    *end = plain_word_end(text, at);
    if (*end)
        return 0;
    int found = pcre2_match(match->lexer->code, (PCRE2_SPTR)text.at, text.length, at,
                            PCRE2_ANCHORED | PCRE2_NO_UTF_CHECK, match->data, NULL);
    *kind = KR_RAW_MARK;
    *end = at;
    if (found > 0) {
        PCRE2_SPTR mark = pcre2_get_mark(match->data);
        *kind = kind_of(mark ? (int)mark[0] : 'X');
        *end = pcre2_get_ovector_pointer(match->data)[1];
        return 0;
    }
    /* A limit was reached: the character alone is a token, as any that no format claims. */
    kr_utf8_next(text.at, text.length, end);
    return found == PCRE2_ERROR_NOMEMORY ? -1 : 0;
}
