/* Counting walks exactly and going from an index to its walk (unranking; Wilf, "A unified setting
 * for sequencing, ranking, and selection algorithms for combinatorial objects", 1977).
 *
 * Inside one assignment of the variables the graph is context-free, so that a node's number of
 * walks follows from its children's: a product for a sequence, a sum for a choice. For a
 * permutation it is the sum over sizes k of k! times the k-th elementary symmetric polynomial of
 * its items' numbers (which sets of items) times the separators' numbers. Nodes that depend on no
 * variable are counted once. Work is bounded in words of the numbers, not in steps: products of
 * long numbers are what a hostile graph can make expensive. */
#include "graph/walks.h"

#include <string.h>

enum { MOST_WORK = 200000000 }; /* word products, about a second */

struct kr_counter {
    const kr_memory *memory;
    const kr_walks *walks;
    uint64_t *allowed; /* a copy; NULL allows all */
    kr_big *of;        /* per node, under the assignment that is loaded */
    kr_dead_word *dead;
    uint8_t *values; /* the assignment that is loaded */
    uint32_t loaded;
    kr_big *reached; /* per assignment: walks of those up to and including it */
    uint32_t assignments;
    kr_big total;
    uint64_t work;
};

static int spend(kr_counter *c, const kr_big *a, const kr_big *b) {
    c->work += (uint64_t)(a->count + 1) * (b->count + 1);
    return c->work > MOST_WORK ? -2 : 0;
}

/* All arithmetic gives 0, -1 (no memory) or -2 (too much work). */
static int multiply(kr_counter *c, kr_big *number, const kr_big *by) {
    int status = spend(c, number, by);
    return status < 0 ? status : kr_big_multiply(c->memory, number, by);
}

static int add_to(kr_counter *c, kr_big *number, const kr_big *other) {
    static const kr_big one = {0};
    int status = spend(c, number, &one);
    return status < 0 ? status : kr_big_add(c->memory, number, other);
}

static int multiply_small(kr_counter *c, kr_big *number, uint64_t by) {
    kr_big factor = {0};
    int status = kr_big_set(c->memory, &factor, by);
    if (status == 0)
        status = multiply(c, number, &factor);
    kr_big_end(c->memory, &factor);
    return status;
}

static int count_sequence(kr_counter *c, const kr_node *node, kr_big *out) {
    const kr_graph *graph = c->walks->graph;
    int status = kr_big_set(c->memory, out, 1);
    for (uint32_t i = 0; i < node->count && status == 0; i++)
        status = multiply(c, out, &c->of[graph->links[node->first + i]]);
    return status;
}

static int arm_alive(const kr_counter *c, const kr_node *node, uint32_t i) {
    return kr_arm_alive(c->walks, &c->walks->graph->arms[node->first + i], c->values, c->dead);
}

static int count_choice(kr_counter *c, const kr_node *node, kr_big *out) {
    int status = kr_big_set(c->memory, out, 0);
    for (uint32_t i = 0; i < node->count && status == 0; i++)
        if (arm_alive(c, node, i))
            status = add_to(c, out, &c->of[c->walks->graph->arms[node->first + i].node]);
    return status;
}

/* ---- permutations
 * --------------------------------------------------------------------------------- */

/* sets[i * (most + 1) + j]: in how many ways j items stand among alive items i and later, each with
 * one of its walks. Row `alive` is 1, 0, 0, ... */
typedef struct item_table {
    uint32_t alive, least, most;
    uint32_t *items; /* arms that are alive */
    kr_big *sets;
} item_table;

static void end_table(kr_counter *c, item_table *table) {
    size_t size = table->sets ? (size_t)(table->alive + 1) * (table->most + 1) : 0;
    for (size_t i = 0; i < size; i++)
        kr_big_end(c->memory, &table->sets[i]);
    kr_free(c->memory, table->sets);
    kr_free(c->memory, table->items);
    *table = (item_table){0};
}

static int fill_row(kr_counter *c, const kr_node *node, item_table *table, uint32_t i) {
    const kr_big *item = &c->of[c->walks->graph->arms[node->first + table->items[i]].node];
    kr_big *row = table->sets + (size_t)i * (table->most + 1), *next = row + table->most + 1;
    for (uint32_t j = 0; j <= table->most; j++) {
        int status = kr_big_set(c->memory, &row[j], 0);
        if (status == 0 && j > 0) {
            status = kr_big_copy(c->memory, &row[j], &next[j - 1]);
            if (status == 0)
                status = multiply(c, &row[j], item);
        }
        if (status == 0)
            status = add_to(c, &row[j], &next[j]);
        if (status < 0)
            return status;
    }
    return 0;
}

static int make_table(kr_counter *c, const kr_node *node, item_table *table) {
    *table = (item_table){.items = kr_alloc(c->memory, node->count, sizeof(uint32_t))};
    if (!table->items)
        return -1;
    for (uint32_t i = 0; i < node->count; i++)
        if (arm_alive(c, node, i))
            table->items[table->alive++] = i;
    kr_item_range(node, table->alive, &table->least, &table->most);
    size_t rows = (size_t)table->alive + 1, width = (size_t)table->most + 1;
    table->sets = kr_alloc_zero(c->memory, rows * width, sizeof *table->sets);
    if (!table->sets)
        return -1;
    int status = kr_big_set(c->memory, &table->sets[(rows - 1) * width], 1);
    for (uint32_t i = table->alive; i-- > 0 && status == 0;)
        status = fill_row(c, node, table, i);
    return status;
}

/* Orders of k items, and walks of the separators between them. */
static int orders(kr_counter *c, const kr_node *node, uint32_t k, kr_big *out) {
    int status = kr_big_set(c->memory, out, 1);
    for (uint32_t i = 2; i <= k && status == 0; i++)
        status = multiply_small(c, out, i);
    for (uint32_t i = 1; i < k && status == 0; i++) {
        kr_node_id separator = kr_separator(node, i, k);
        if (separator != KR_NONE)
            status = multiply(c, out, &c->of[separator]);
    }
    return status;
}

static int count_permutation(kr_counter *c, const kr_node *node, kr_big *out) {
    item_table table;
    kr_big ways = {0};
    int status = make_table(c, node, &table);
    if (status == 0)
        status = kr_big_set(c->memory, out, 0);
    for (uint32_t k = table.least; k <= table.most && status == 0; k++) {
        status = orders(c, node, k, &ways);
        if (status == 0)
            status = multiply(c, &ways, &table.sets[k]);
        if (status == 0)
            status = add_to(c, out, &ways);
    }
    kr_big_end(c->memory, &ways);
    end_table(c, &table);
    return status;
}

static int count_node(kr_counter *c, kr_node_id id) {
    const kr_node *node = &c->walks->graph->nodes[id];
    kr_big *out = &c->of[id];
    if (!kr_node_alive(c->walks, id, c->dead))
        return kr_big_set(c->memory, out, 0);
    if (node->kind == KR_NODE_TEXT)
        return kr_big_set(c->memory, out, 1);
    if (node->kind == KR_NODE_SEQUENCE)
        return count_sequence(c, node, out);
    if (node->kind == KR_NODE_CHOICE)
        return count_choice(c, node, out);
    return count_permutation(c, node, out);
}

/* Counts the nodes under c->values; those that depend on no variable only the first time. */
static int load(kr_counter *c, int first) {
    kr_walks_mark_dead(c->walks, c->values, c->dead);
    for (kr_node_id id = 0; id < c->walks->graph->node_count; id++) {
        int status = first || c->walks->dependent[id] != KR_NONE ? count_node(c, id) : 0;
        if (status < 0)
            return status;
    }
    return 0;
}

static int32_t report(kr_job *job, int status) {
    if (status == -1)
        return kr_nomem(job);
    return kr_fail(job, KOOR_E_LIMIT, "", -1,
                   "there are too many texts to count them exactly: use fewer choices in one text");
}

static int count_all(kr_counter *c) {
    int status = kr_big_set(c->memory, &c->total, 0);
    int more = kr_assignment_start(c->walks, c->allowed, c->values);
    for (uint32_t a = 0; more && status == 0; a++) {
        status = load(c, a == 0);
        if (status == 0)
            status = kr_big_add(c->memory, &c->total, &c->of[c->walks->graph->root]);
        if (status == 0)
            status = kr_big_copy(c->memory, &c->reached[a], &c->total);
        c->loaded = a;
        more = kr_assignment_next(c->walks, c->allowed, c->values);
        c->assignments = a + 1;
    }
    c->loaded = c->assignments > 1 || status < 0 ? KR_NONE : 0;
    return status;
}

static int allocate(kr_counter *c) {
    const kr_graph *graph = c->walks->graph;
    size_t most = kr_assignment_count(c->walks, c->allowed);
    c->of = kr_alloc_zero(c->memory, graph->node_count, sizeof *c->of);
    c->dead = kr_alloc(c->memory, kr_dead_words(c->walks), sizeof *c->dead);
    c->values = kr_alloc_zero(c->memory, graph->variable_count, 1);
    c->reached = kr_alloc_zero(c->memory, most, sizeof *c->reached);
    return c->of && c->dead && c->values && c->reached ? 0 : -1;
}

static int copy_allowed(kr_counter *c, const uint64_t *allowed) {
    size_t count = c->walks->graph->variable_count;
    if (!allowed)
        return 0;
    uint64_t *copy = kr_alloc(c->memory, count, sizeof *copy);
    if (!copy)
        return -1;
    if (count)
        memcpy(copy, allowed, count * sizeof *copy);
    c->allowed = copy;
    return 0;
}

int32_t kr_counter_new(kr_job *job, const kr_walks *walks, const uint64_t *allowed,
                       kr_counter **out) {
    kr_counter *c = kr_alloc_zero(job->memory, 1, sizeof *c);
    if (!c)
        return kr_nomem(job);
    c->memory = job->memory;
    c->walks = walks;
    int status = copy_allowed(c, allowed);
    if (status == 0)
        status = allocate(c);
    if (status == 0)
        status = count_all(c);
    if (status < 0) {
        kr_counter_end(c);
        return report(job, status);
    }
    *out = c;
    return KOOR_OK;
}

const kr_big *kr_counter_total(const kr_counter *counter) {
    return &counter->total;
}

static void free_bigs(const kr_memory *memory, kr_big *bigs, size_t count) {
    for (size_t i = 0; bigs && i < count; i++)
        kr_big_end(memory, &bigs[i]);
    kr_free(memory, bigs);
}

void kr_counter_end(kr_counter *counter) {
    if (!counter)
        return;
    const kr_memory *memory = counter->memory;
    size_t most = kr_assignment_count(counter->walks, counter->allowed);
    free_bigs(memory, counter->of, counter->walks->graph->node_count);
    free_bigs(memory, counter->reached, most);
    kr_free(memory, counter->dead);
    kr_free(memory, counter->values);
    kr_big_end(memory, &counter->total);
    kr_free(memory, counter->allowed);
    kr_free(memory, counter);
}

int32_t kr_graph_count(kr_job *job, const kr_walks *walks, const uint64_t *allowed, kr_big *out) {
    kr_counter *counter;
    int32_t status = kr_counter_new(job, walks, allowed, &counter);
    if (status != KOOR_OK)
        return status;
    *out = counter->total;
    counter->total = (kr_big){0};
    kr_counter_end(counter);
    return KOOR_OK;
}

/* ---- unranking
 * ------------------------------------------------------------------------------------ */

/* What is still to be decided: a node, and which of its walks. */
typedef struct pending {
    kr_node_id node;
    kr_big index;
} pending;

typedef struct unrank {
    kr_counter *counter;
    kr_walk *walk;
    pending *stack;
    uint32_t height;
} unrank;

/* index = index / of, rest = index % of; in 64 bits where they suffice, which is nearly always. */
static int split(kr_counter *c, kr_big *index, const kr_big *of, kr_big *rest) {
    uint64_t a = kr_big_u64(index), b = kr_big_u64(of);
    if (a == UINT64_MAX || b == UINT64_MAX) {
        int status = spend(c, index, of);
        return status < 0 ? status : kr_big_divide(c->memory, index, of, rest);
    }
    return kr_big_set(c->memory, rest, a % b) < 0 ? -1 : kr_big_set(c->memory, index, a / b);
}

/* Puts a node on the stack with index % its number of walks; the quotient stays in index. */
static int push(unrank *u, kr_node_id node, kr_big *index) {
    pending *entry = &u->stack[u->height];
    int status = split(u->counter, index, &u->counter->of[node], &entry->index);
    if (status == 0) {
        entry->node = node;
        u->height++;
    }
    return status;
}

static int unrank_sequence(unrank *u, const kr_node *node, kr_big *index) {
    int status = 0;
    for (uint32_t i = node->count; i-- > 0 && status == 0;)
        status = push(u, u->counter->walks->graph->links[node->first + i], index);
    return status;
}

static int unrank_choice(unrank *u, const kr_node *node, kr_big *index) {
    kr_counter *c = u->counter;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!arm_alive(c, node, i))
            continue;
        kr_node_id child = c->walks->graph->arms[node->first + i].node;
        if (kr_big_compare(index, &c->of[child]) < 0) {
            u->walk->decisions[u->walk->count++] = i;
            return push(u, child, index);
        }
        kr_big_subtract(index, &c->of[child]);
    }
    return -1;
}

/* How many items: sizes in order, each with all its sets and orders. */
static int unrank_size(unrank *u, const kr_node *node, const item_table *table, kr_big *index,
                       uint32_t *out) {
    kr_counter *c = u->counter;
    kr_big ways = {0};
    int status = 0;
    uint32_t k = table->least;
    for (; status == 0; k++) {
        status = orders(c, node, k, &ways);
        if (status == 0)
            status = multiply(c, &ways, &table->sets[k]);
        if (status == 0 && (k == table->most || kr_big_compare(index, &ways) < 0))
            break;
        kr_big_subtract(index, &ways);
    }
    kr_big_end(c->memory, &ways);
    *out = k;
    return status;
}

/* Which items, as a set in the order they were written; index keeps the rank of what is left, in
 * which each chosen item's walks are the digits (`inner`). */
static int unrank_set(unrank *u, const kr_node *node, const item_table *table, kr_big *index,
                      uint32_t k, kr_big *inner) {
    kr_counter *c = u->counter;
    uint32_t *picks = u->walk->decisions + u->walk->count + 1;
    uint32_t width = table->most + 1, chosen = 0;
    for (uint32_t i = 0; i < table->alive && chosen < k; i++) {
        const kr_big *item = &c->of[c->walks->graph->arms[node->first + table->items[i]].node];
        kr_big with = {0};
        int status = kr_big_copy(c->memory, &with, &table->sets[(i + 1) * width + k - chosen - 1]);
        if (status == 0)
            status = multiply(c, &with, item);
        if (status == 0 && kr_big_compare(index, &with) < 0) {
            status = split(c, index, item, &inner[chosen]);
            picks[chosen++] = table->items[i];
        } else if (status == 0) {
            kr_big_subtract(index, &with);
        }
        kr_big_end(c->memory, &with);
        if (status < 0)
            return status;
    }
    return 0;
}

/* In which order: index becomes index / k!, picks and their walks change places. Each item, from
 * the last but one back to the first, is put somewhere among those behind it: its digit says where.
 */
static int unrank_order(unrank *u, kr_big *index, uint32_t k, kr_big *inner) {
    kr_counter *c = u->counter;
    uint32_t *picks = u->walk->decisions + u->walk->count + 1;
    kr_big digit = {0}, base = {0};
    int status = 0;
    for (uint32_t at = k; at-- > 0 && status == 0;) {
        status = kr_big_set(c->memory, &base, k - at);
        if (status == 0)
            status = split(c, index, &base, &digit);
        uint32_t over = status == 0 ? (uint32_t)kr_big_u64(&digit) : 0;
        uint32_t pick = picks[at];
        kr_big walk = inner[at];
        memmove(picks + at, picks + at + 1, over * sizeof *picks);
        memmove(inner + at, inner + at + 1, over * sizeof *inner);
        picks[at + over] = pick;
        inner[at + over] = walk;
    }
    kr_big_end(c->memory, &digit);
    kr_big_end(c->memory, &base);
    return status;
}

/* Items and separators onto the stack, the first one on top. */
static int push_items(unrank *u, const kr_node *node, kr_big *index, uint32_t k, kr_big *inner) {
    const uint32_t *picks = u->walk->decisions + u->walk->count + 1;
    int status = 0;
    for (uint32_t i = k; i-- > 0 && status == 0;) {
        kr_node_id item = u->counter->walks->graph->arms[node->first + picks[i]].node;
        status = push(u, item, &inner[i]);
        kr_node_id separator = i ? kr_separator(node, i, k) : KR_NONE;
        if (status == 0 && separator != KR_NONE)
            status = push(u, separator, index);
    }
    return status;
}

static int unrank_permutation(unrank *u, const kr_node *node, kr_big *index) {
    kr_counter *c = u->counter;
    kr_big *inner = kr_alloc_zero(c->memory, node->count, sizeof *inner);
    item_table table;
    uint32_t k = 0;
    kr_big orders_of_k = {0}, rest = {0};
    int status = make_table(c, node, &table);
    if (status == 0)
        status = inner ? unrank_size(u, node, &table, index, &k) : -1;
    if (status == 0)
        status = orders(c, node, k, &orders_of_k);
    if (status == 0)
        status = split(c, index, &orders_of_k, &rest);
    if (status == 0)
        status = unrank_set(u, node, &table, index, k, inner);
    if (status == 0)
        status = unrank_order(u, &rest, k, inner);
    if (status == 0)
        status = push_items(u, node, &rest, k, inner);
    u->walk->decisions[u->walk->count] = k;
    u->walk->count += 1 + k;
    kr_big_end(c->memory, &orders_of_k);
    kr_big_end(c->memory, &rest);
    free_bigs(c->memory, inner, node->count);
    end_table(c, &table);
    return status;
}

static int unrank_all(unrank *u) {
    int status = 0;
    while (u->height && status == 0) {
        pending *top = &u->stack[--u->height];
        const kr_node *node = &u->counter->walks->graph->nodes[top->node];
        kr_big index = top->index; /* moved: what is pushed next takes this place */
        top->index = (kr_big){0};
        if (node->kind == KR_NODE_SEQUENCE)
            status = unrank_sequence(u, node, &index);
        else if (node->kind == KR_NODE_CHOICE)
            status = unrank_choice(u, node, &index);
        else if (node->kind == KR_NODE_PERMUTATION)
            status = unrank_permutation(u, node, &index);
        kr_big_end(u->counter->memory, &index);
    }
    return status;
}

/* The assignment that holds the index; index becomes the one inside it. */
static int choose_assignment(kr_counter *c, kr_big *index) {
    uint32_t low = 0, high = c->assignments - 1;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (kr_big_compare(index, &c->reached[middle]) < 0)
            high = middle;
        else
            low = middle + 1;
    }
    if (low > 0)
        kr_big_subtract(index, &c->reached[low - 1]);
    if (c->loaded == low)
        return 0;
    kr_assignment_start(c->walks, c->allowed, c->values);
    for (uint32_t a = 0; a < low; a++)
        kr_assignment_next(c->walks, c->allowed, c->values);
    int status = load(c, 0);
    c->loaded = status < 0 ? KR_NONE : low;
    return status;
}

int32_t kr_counter_walk(kr_job *job, kr_counter *counter, const kr_big *index, kr_walk *walk) {
    if (kr_big_compare(index, &counter->total) >= 0)
        return kr_fail(job, KOOR_E_RANGE, "", -1, "there is no walk with that index");
    unrank u = {counter, walk, NULL, 0};
    kr_big left = {0};
    counter->work = 0;
    size_t most = counter->walks->stack_most;
    u.stack = kr_alloc_zero(counter->memory, most, sizeof *u.stack);
    int status = u.stack ? kr_big_copy(counter->memory, &left, index) : -1;
    if (status == 0)
        status = choose_assignment(counter, &left);
    walk->count = 0;
    if (status == 0) {
        if (counter->walks->graph->variable_count)
            memcpy(walk->values, counter->values, counter->walks->graph->variable_count);
        status = push(&u, counter->walks->graph->root, &left);
    }
    if (status == 0)
        status = unrank_all(&u);
    for (size_t i = 0; u.stack && i < most; i++)
        kr_big_end(counter->memory, &u.stack[i].index);
    kr_free(counter->memory, u.stack);
    kr_big_end(counter->memory, &left);
    return status == 0 ? KOOR_OK : report(job, status);
}
