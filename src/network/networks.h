/* Networks: rules as dated data, and exact counting by them. */
#ifndef KR_NETWORK_STAGE_H
#define KR_NETWORK_STAGE_H

#include "base/job.h"
#include "model/network.h"

/* Lays rules over `networks` (all zero before the first load): koor's own with
 * kr_network_load_builtin, then the host's JSON, in any number of loads. What stands afterwards
 * lives in `arena`; where a load fails nothing changes. `source` names the data in errors
 * ("networks.json"). An unknown key, a value out of range, rules that contradict each other, or
 * a rule that an earlier load of the host set to something else are errors with their path. */
int32_t kr_network_load(kr_job *job, kr_arena *arena, kr_networks *networks, kr_str json,
                        const char *source);
int32_t kr_network_load_builtin(kr_job *job, kr_arena *arena, kr_networks *networks);

const kr_network *kr_network_find(const kr_networks *networks, kr_str name); /* NULL: none */
/* The same, with an error that lists the known names. */
int32_t kr_network_named(kr_job *job, const kr_networks *networks, kr_str name, const char *path,
                         const kr_network **out);

/* {"networks":[{"name","title","tested","rules":{KEY:{"value","as_of","source"}}}]} */
void kr_network_list(kr_buffer *out, const kr_networks *networks);
const char *kr_unit_name(uint32_t unit);

/* The length of a text on a network. Text is valid UTF-8 in NFC, as all texts of the library
 * are; X and Mastodon normalise what they are sent, so that the count of a text that is not in
 * NFC is too high. */
uint32_t kr_network_count(const kr_network *network, kr_str text);
/* By how much a text is over the limit, 0 where it fits; in the network's unit, or in bytes
 * where only its limit of bytes is exceeded. */
uint32_t kr_network_over(const kr_network *network, kr_str text);
/* The longest prefix that counts `most` at most: where a text is cut, or the feed folds. No URL,
 * emoji or character is cut in two. */
size_t kr_network_prefix(const kr_network *network, kr_str text, uint32_t most);

/* What a piece of a text adds to its length, without looking at its neighbours: for any text
 * made of pieces, the sum of their weights is at least its count. `open` tells on which sides
 * the piece may meet another without white space or closing punctuation between (raw fragments
 * of author markup); there a URL may fall apart or come into being, and the weight is its worst
 * case. With both sides closed the weight is the count. */
enum { KR_OPEN_LEFT = 1, KR_OPEN_RIGHT = 2 };
uint32_t kr_network_weight(const kr_network *network, kr_str piece, uint32_t open);

#endif
