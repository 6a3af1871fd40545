/* Choice vectors: a walk as bits and as text. Takes a walk, gives as many bits as its decisions
 * need (a choice among n arms: log2 n, rounded up; a choice with one arm: none), so that the
 * vectors of a hundred thousand texts fit beside them; the text form carries part of the graph's
 * fingerprint, so that a vector is never read against another graph. Reading trusts nothing: arms,
 * conditions, items and the bits behind the last decision are checked. */
#include "graph/walks.h"

#include <string.h>

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static uint32_t bits_for(uint32_t count) {
    uint32_t bits = 0;
    while (bits < 32 && (uint64_t)1 << bits < count)
        bits++;
    return bits;
}

typedef struct bit_writer {
    uint8_t *out;
    size_t bit;
} bit_writer;

static void put_bits(bit_writer *w, uint32_t value, uint32_t bits) {
    for (uint32_t i = 0; i < bits; i++, w->bit++) {
        if (w->bit % 8 == 0)
            w->out[w->bit / 8] = 0;
        w->out[w->bit / 8] |= (uint8_t)((value >> i & 1) << w->bit % 8);
    }
}

int kr_graph_by_chance(const kr_walks *walks, const kr_walk *walk) {
    const kr_graph *graph = walks->graph;
    const uint32_t *decision = walk->decisions;
    uint32_t height = 0;
    walk->stack[height++] = graph->root;
    while (height) {
        const kr_node *node = &graph->nodes[walk->stack[--height]];
        if (node->kind == KR_NODE_SEQUENCE) {
            height = kr_push_links(graph, node, walk->stack, height);
        } else if (node->kind == KR_NODE_CHOICE) {
            const kr_arm *arm = &graph->arms[node->first + *decision++];
            if (arm->weight == 0)
                return 0;
            walk->stack[height++] = arm->node;
        } else if (node->kind == KR_NODE_PERMUTATION) {
            uint32_t count = *decision++;
            for (uint32_t i = 0; i < count; i++)
                if (graph->arms[node->first + decision[i]].weight == 0)
                    return 0;
            height = kr_push_items(graph, node, decision, count, walk->stack, height);
            decision += count;
        }
    }
    return 1;
}

typedef struct bit_reader {
    const uint8_t *at;
    size_t bit, bits;
    int bad;
} bit_reader;

static uint32_t get_bits(bit_reader *r, uint32_t bits) {
    uint32_t value = 0;
    for (uint32_t i = 0; i < bits; i++, r->bit++) {
        if (r->bit >= r->bits) {
            r->bad = 1;
            return 0;
        }
        value |= (uint32_t)(r->at[r->bit / 8] >> r->bit % 8 & 1) << i;
    }
    return value;
}

size_t kr_graph_packed_most(const kr_walks *walks) {
    size_t widest = 1;
    for (size_t id = 0; id < walks->graph->node_count; id++) {
        uint32_t bits = bits_for(walks->graph->nodes[id].count + 1);
        if (walks->graph->nodes[id].kind >= KR_NODE_CHOICE && bits > widest)
            widest = bits;
    }
    return (walks->graph->variable_count * 6 + walks->decisions_most * widest + 7) / 8 + 1;
}

size_t kr_graph_pack(const kr_walks *walks, const kr_walk *walk, uint8_t *out) {
    const kr_graph *graph = walks->graph;
    const uint32_t *decision = walk->decisions;
    bit_writer w = {out, 0};
    for (size_t i = 0; i < graph->variable_count; i++)
        if (walks->used[i])
            put_bits(&w, walk->values[i], bits_for(graph->variables[i].value_count));
    uint32_t height = 0;
    walk->stack[height++] = graph->root;
    while (height) {
        const kr_node *node = &graph->nodes[walk->stack[--height]];
        if (node->kind == KR_NODE_SEQUENCE) {
            height = kr_push_links(graph, node, walk->stack, height);
        } else if (node->kind == KR_NODE_CHOICE) {
            put_bits(&w, *decision, bits_for(node->count));
            walk->stack[height++] = graph->arms[node->first + *decision++].node;
        } else if (node->kind == KR_NODE_PERMUTATION) {
            uint32_t count = *decision++;
            put_bits(&w, count, bits_for(node->count + 1));
            for (uint32_t i = 0; i < count; i++)
                put_bits(&w, decision[i], bits_for(node->count));
            height = kr_push_items(graph, node, decision, count, walk->stack, height);
            decision += count;
        }
    }
    return (w.bit + 7) / 8;
}

static int read_values(const kr_walks *walks, bit_reader *r, kr_walk *walk) {
    const kr_graph *graph = walks->graph;
    for (size_t i = 0; i < graph->variable_count; i++) {
        uint32_t count = graph->variables[i].value_count;
        uint32_t value = walks->used[i] ? get_bits(r, bits_for(count)) : 0;
        if (r->bad || (walks->used[i] && value >= count))
            return -1;
        walk->values[i] = (uint8_t)value;
    }
    kr_walks_mark_dead(walks, walk->values, walk->dead);
    return kr_node_alive(walks, graph->root, walk->dead) ? 0 : -1;
}

static int arm_valid(const kr_walks *walks, const kr_node *node, uint32_t arm,
                     const kr_walk *walk) {
    return arm < node->count &&
           kr_arm_alive(walks, &walks->graph->arms[node->first + arm], walk->values, walk->dead);
}

static int read_permutation(const kr_walks *walks, bit_reader *r, const kr_node *node,
                            kr_walk *walk) {
    uint32_t alive = 0, least, most, count = get_bits(r, bits_for(node->count + 1));
    uint64_t seen[KR_GRAPH_MOST_ITEMS / 64 + 1] = {0};
    for (uint32_t i = 0; i < node->count; i++)
        alive += (uint32_t)arm_valid(walks, node, i, walk);
    kr_item_range(node, alive, &least, &most);
    if (r->bad || count < least || count > most)
        return -1;
    walk->decisions[walk->count++] = count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t arm = get_bits(r, bits_for(node->count));
        if (r->bad || !arm_valid(walks, node, arm, walk) || seen[arm / 64] >> arm % 64 & 1)
            return -1;
        seen[arm / 64] |= (uint64_t)1 << arm % 64;
        walk->decisions[walk->count++] = arm;
    }
    return 0;
}

static int read_choice(const kr_walks *walks, bit_reader *r, const kr_node *node, kr_walk *walk) {
    uint32_t arm = get_bits(r, bits_for(node->count));
    if (r->bad || !arm_valid(walks, node, arm, walk))
        return -1;
    walk->decisions[walk->count++] = arm;
    return 0;
}

/* Nothing but zero bits may follow, so that a walk has one vector only. */
static int at_end(const bit_reader *r) {
    if ((r->bit + 7) / 8 != r->bits / 8)
        return 0;
    return r->bit % 8 == 0 || r->at[r->bit / 8] >> r->bit % 8 == 0;
}

int kr_graph_unpack(const kr_walks *walks, const uint8_t *bytes, size_t length, kr_walk *walk) {
    const kr_graph *graph = walks->graph;
    bit_reader r = {bytes, 0, length * 8, 0};
    uint32_t height = 0;
    walk->count = 0;
    if (read_values(walks, &r, walk) < 0)
        return -1;
    walk->stack[height++] = graph->root;
    while (height) {
        const kr_node *node = &graph->nodes[walk->stack[--height]];
        const uint32_t *made = walk->decisions + walk->count;
        if (node->kind == KR_NODE_SEQUENCE) {
            height = kr_push_links(graph, node, walk->stack, height);
        } else if (node->kind == KR_NODE_CHOICE) {
            if (read_choice(walks, &r, node, walk) < 0)
                return -1;
            walk->stack[height++] = graph->arms[node->first + *made].node;
        } else if (node->kind == KR_NODE_PERMUTATION) {
            if (read_permutation(walks, &r, node, walk) < 0)
                return -1;
            height = kr_push_items(graph, node, made + 1, *made, walk->stack, height);
        }
    }
    return at_end(&r) ? 0 : -1;
}

/* ---- text
 * ------------------------------------------------------------------------------------------ */

enum { PRINT = 8 }; /* bytes of the fingerprint */

static void print_bytes(const kr_walks *walks, uint8_t *out) {
    for (int i = 0; i < PRINT; i++)
        out[i] = (uint8_t)(walks->fingerprint.low >> (8 * i));
}

static void write_base64(kr_buffer *out, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i += 3) {
        size_t left = length - i < 3 ? length - i : 3;
        uint32_t group = (uint32_t)bytes[i] << 16;
        group |= left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
        group |= left > 2 ? bytes[i + 2] : 0;
        for (size_t d = 0; d <= left; d++)
            kr_buffer_char(out, DIGITS[group >> (18 - 6 * d) & 63]);
    }
}

void kr_graph_write_vector(kr_buffer *out, const kr_walks *walks, const kr_walk *walk) {
    uint8_t *bytes = kr_alloc(out->memory, PRINT + kr_graph_packed_most(walks), 1);
    if (!bytes) {
        out->failed = 1;
        return;
    }
    print_bytes(walks, bytes);
    size_t length = kr_graph_pack(walks, walk, bytes + PRINT);
    kr_buffer_text(out, "1.");
    write_base64(out, bytes, PRINT + length);
    kr_free(out->memory, bytes);
}

static int digit_of(char c) {
    const char *at = c ? strchr(DIGITS, c) : NULL;
    return at ? (int)(at - DIGITS) : -1;
}

/* Gives the number of bytes, or -1. Bits behind the last byte have to be 0. */
static int64_t read_base64(uint8_t *out, kr_str text) {
    uint32_t group = 0, bits = 0;
    int64_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        int digit = digit_of(text.at[i]);
        if (digit < 0)
            return -1;
        group = (group << 6 | (uint32_t)digit) & 0xFFFF;
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        out[length++] = (uint8_t)(group >> bits);
    }
    return bits < 6 && (group & ((1u << bits) - 1)) == 0 ? length : -1;
}

int32_t kr_graph_read_vector(kr_job *job, const kr_walks *walks, kr_str text, kr_walk *walk) {
    uint8_t print[PRINT];
    if (text.length < 2 || memcmp(text.at, "1.", 2) != 0)
        return kr_fail(job, KOOR_E_SYNTAX, "vector", 0,
                       "a choice vector begins with \"1.\": give one that koor wrote");
    uint8_t *bytes = kr_arena_alloc(&job->arena, text.length, 1);
    if (!bytes)
        return kr_nomem(job);
    int64_t length = read_base64(bytes, (kr_str){text.at + 2, text.length - 2});
    if (length < PRINT)
        return kr_fail(job, KOOR_E_SYNTAX, "vector", 2,
                       "this is no choice vector: give one that koor wrote, whole");
    print_bytes(walks, print);
    if (memcmp(print, bytes, PRINT) != 0)
        return kr_fail(job, KOOR_E_FINGERPRINT, "vector", 2,
                       "the choice vector belongs to another post, pack or release: read its text "
                       "instead");
    if (kr_graph_unpack(walks, bytes + PRINT, (size_t)length - PRINT, walk) < 0)
        return kr_fail(job, KOOR_E_SYNTAX, "vector", 2,
                       "the choice vector is damaged: give one that koor wrote, whole");
    return KOOR_OK;
}
