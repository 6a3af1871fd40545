/* Language: function words first, letters where they are too few.
 *
 * A function word that k of the languages share gives each of them 12/k points. Only where that
 * does not decide are typical letter sequences counted, a point each: a post of ten words, half of
 * them names and links, has few function words. Languages that koor does not rewrite are told apart
 * so that it can name them; the last table pools others, so that they are not taken for one of
 * these. */
#include "analyse/reading.h"

#include <string.h>

typedef struct tongue {
    const char *name;
    const char *words;   /* a space around each */
    const char *letters; /* sequences; ^ and $ are the ends of a word */
} tongue;

static const tongue tongues[] = {
    {"en",
     " the of and to in is for on with that this our we you your are at from be as it have has by "
     "an "
     "will all how what can more their they about was were but not or us my me who when which been "
     "do does did why where here there out up into its his her than if so just now get new join "
     "read "
     "learn see i i'm we're you're it's don't that's let's what's he she them no yes over some any "
     "these those would could should one a after before because make today ",
     "th wh ing$ ^sh tion$ ough ght$ ^qu ea oo ck$ ly$ ed$ ^wr ness$ ould ess$ ew$ ^kn ay$ "},
    {"nl",
     " de het een en van in is op te dat voor met zijn die aan er om ook we wij je jij jullie ons "
     "onze "
     "niet maar als naar bij uit over dan of door hoe wat wie waar hebben heeft heb worden wordt "
     "kan "
     "kun kunt kunnen meer nog deze dit tot al zo geen zich haar hun hij ze zij u uw jouw mijn ik "
     "veel "
     "wil nu na onder tijdens samen vandaag morgen graag nieuwe nieuw elke jaar mensen werd waren "
     "was "
     "ben bent doe doen moet mag zal zou weer hier daar toch want dus ga gaan komt kom ",
     "ij aa ee oo uu sch cht ^ge en$ ^ver oe ui eu lijk lijk$ heid$ ^zw jes$ ieuw ^vr aar "},
    {"de",
     " der die das und ist nicht ein eine einen einem einer mit von zu den im auf für sich dem des "
     "wir "
     "ihr sie es ich auch als an werden aus bei hat haben wird oder noch nach wie unser unsere "
     "unseren "
     "zum zur mehr über euch jetzt sind war so kann können alle nur aber wenn vom bis dass durch ",
     "ß ä ö ü sch ei ung$ lich ich$ ^ge tz cht keit$ heit$ ^zu eur ie$ en$ ^vor schaft "},
    {"fr",
     " le la les de des du un une et est en pour que qui dans sur avec nous vous notre nos votre "
     "vos "
     "pas par plus ce cette ces il elle ils au aux sont a à ont être nouveau nouvelle leur leurs "
     "mais "
     "ou où se son sa ses je tout tous toute fait comme très bien l'équipe d'un d'une c'est qu'il ",
     "é è ê ç à ù eau eux$ oi ^qu ^l' ^d' ^j' ^n' ^c' ment$ tion$ ez$ ais$ aux$ eur$ ée$ ou "},
    {"es",
     " el la los las de del un una y en es para que con por nuestro nuestra nuestros su sus se no "
     "más "
     "al lo como está están este esta estos pero muy ya o te tu hoy nos somos gracias todo todos "
     "son "
     "sobre ha han hemos si también desde cuando qué cómo ",
     "ñ ¿ ción$ ó í á ll dad$ ^es ando$ iendo$ os$ as$ ie ue ito$ ^nue "},
    {"it",
     " il lo la i gli le di del della dei delle un una e è in per che con non da al alla nel nella "
     "nostro nostra nostri siamo sono si più come anche questo questa ci vi grazie tutti tutto su "
     "ma "
     "oggi dal dalla ai agli ha abbiamo hanno se ",
     "zione$ gli cch ità$ à è ò zz ^ch ggi tto$ tta$ tti$ are$ ere$ ire$ sci ^pi "},
    {"pt",
     " o a os as de do da dos das um uma e em é para que com não por no na nos nas nosso nossa "
     "nossos "
     "mais como ao à se seu sua foi são você vocês está este esta mas muito hoje também já até "
     "pelo "
     "pela obrigado temos ter ",
     "ção$ ções$ ã õ nh lh ç ê â á ão$ ei ou$ dade$ ^nã ^voc "},
    {"und", /* Swedish, Danish, Norwegian, Polish, Czech, Turkish, Finnish, Hungarian, Romanian */
     " och att det som är på av för inte till har jag vi ett från med du er og ikke af den å å vi "
     "det som kan sig eller men og om til fra się nie jest na że w z do i jak to dla o za po przez "
     "ve "
     "bir bu için ile da de ja on ei se että ovat oli kun mutta és az egy hogy nem is a și în cu "
     "pe "
     "care nu este la din mai je že na se ",
     "å ø æ ł ż ś ą ę ć ř š ž č ě ů ı ğ ş ő ű ț ș ää yy ään$ sz cz rz "},
};

enum { TONGUES = sizeof tongues / sizeof *tongues, MOST_WORDS = 600, SHARED_POINTS = 12 };

static int holds(const char *words, kr_str word) {
    char padded[24];
    if (word.length + 2 >= sizeof padded)
        return 0;
    padded[0] = ' ';
    memcpy(padded + 1, word.at, word.length);
    memcpy(padded + 1 + word.length, " ", 2);
    return strstr(words, padded) != NULL;
}

static void count_word(kr_str word, uint32_t points[TONGUES]) {
    int has[TONGUES], sharing = 0;
    for (int t = 0; t < TONGUES; t++)
        sharing += has[t] = holds(tongues[t].words, word);
    for (int t = 0; t < TONGUES && sharing; t++)
        points[t] += has[t] ? (uint32_t)(SHARED_POINTS / sharing) : 0;
}

static int sequence_in(const char *at, size_t length, kr_str word) {
    int opens = *at == '^', closes = at[length - 1] == '$';
    at += opens;
    length -= (size_t)(opens + closes);
    if (word.length < length)
        return 0;
    if (opens)
        return memcmp(word.at, at, length) == 0;
    if (closes)
        return memcmp(word.at + word.length - length, at, length) == 0;
    for (size_t i = 0; i + length <= word.length; i++)
        if (memcmp(word.at + i, at, length) == 0)
            return 1;
    return 0;
}

static void count_letters(kr_str word, uint32_t points[TONGUES]) {
    for (int t = 0; t < TONGUES; t++) {
        const char *at = tongues[t].letters;
        while (*at) {
            const char *end = strchr(at, ' ');
            size_t length = end ? (size_t)(end - at) : strlen(at);
            points[t] += (uint32_t)sequence_in(at, length, word);
            at += length + (end != NULL);
        }
    }
}

static int is_latin(kr_str word) {
    size_t at = 0;
    int32_t code = kr_utf8_next(word.at, word.length, &at);
    return code < 0x250 || (code >= 0x1E00 && code < 0x1F00) || code == 0x2019;
}

static int best_of(const uint32_t points[TONGUES], uint32_t *lead) {
    int best = 0;
    for (int t = 1; t < TONGUES; t++)
        if (points[t] > points[best])
            best = t;
    uint32_t second = 0;
    for (int t = 0; t < TONGUES; t++)
        if (t != best && points[t] > second)
            second = points[t];
    *lead = points[best] - second;
    return best;
}

static int tells(const kr_reading *r, uint32_t i) {
    return r->raws[i].kind == KR_RAW_WORD && !r->raws[i].digits;
}

void kr_find_language(const kr_reading *reading, char out[4]) {
    uint32_t points[TONGUES] = {0}, lead, words = 0, foreign = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < reading->count && words < MOST_WORDS; i++) {
        if (!tells(reading, i))
            continue;
        kr_str word = kr_raw_low(reading, i);
        words++;
        if (is_latin(word))
            count_word(word, points);
        else
            foreign++;
    }
    if (words == 0)
        return;
    int best = best_of(points, &lead);
    if (lead < 2 * SHARED_POINTS) {
        for (uint32_t i = 0, seen = 0; i < reading->count && seen < MOST_WORDS; i++)
            if (tells(reading, i) && ++seen)
                count_letters(kr_raw_low(reading, i), points);
        best = best_of(points, &lead);
    }
    if (foreign * 2 > words)
        memcpy(out, "und", 4);
    else if (points[best] > 0)
        memcpy(out, tongues[best].name, strlen(tongues[best].name) + 1);
    else if (words > 4)
        memcpy(out, "und", 4);
}
