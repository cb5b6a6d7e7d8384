#include "model/analysis/attribution.h"

#include "model/analysis/cheap.h"

#include <math.h>

/* What is moved at once: an input with those that hang on it, or all of a group. */
typedef struct {
    int input; /* -1: a group */
    Group group;
} Player;

typedef struct {
    const Plan *a, *b;
    Evaluator *evaluator;
    int figure, count;
    Parting parting;
    Player players[INPUT_COUNT];
    int leader[INPUT_COUNT]; /* that an input is moved with */
    double parts[INPUT_COUNT];
} Division;

/* The input that this one is moved with: the highest that differs of those that decide whether it
 * says anything.  Key-value heads come with the kind of attention, experts with the MoE layers. */
static int leader(const Plan *a, const Plan *b, int input)
{
    int above = input, leads = input;
    while (input_info[above].needs || input_info[above].unless) {
        above = input_info[above].needs ? input_info[above].needs : input_info[above].unless;
        leads = a->at[above] != b->at[above] ? above : leads;
    }
    return leads;
}

static void find_players(Division *division)
{
    bool seen_group[GROUP_COUNT] = { false }, seen[INPUT_COUNT] = { false };
    const Plan *a = division->a, *b = division->b;
    for (int i = 0; i < INPUT_COUNT; i++) {
        Group group = input_info[i].group;
        bool matters = input_matters(i, a) || input_matters(i, b),
             groups = division->parting == BY_GROUP;
        int leads = leader(a, b, i);
        if (a->at[i] == b->at[i] || !matters || (groups ? seen_group[group] : seen[leads])) {
            continue;
        }
        division->players[division->count++] = (Player){ groups ? -1 : leads, group };
        seen_group[group] = seen[leads] = true;
    }
    for (int i = 0; i < INPUT_COUNT; i++) {
        division->leader[i] = leader(a, b, i);
    }
}

/* Takes the player's inputs from plan a to plan b. */
static void move(const Division *division, int player, Plan *plan)
{
    const Player *row = &division->players[player];
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (row->input >= 0 ? division->leader[i] == row->input
                            : input_info[i].group == row->group) {
            plan->at[i] = division->b->at[i];
        }
    }
}

/* Shapley 1953, from the values of all subsets.  False: one has no value. */
static bool divide_exactly(Division *division)
{
    double values[1 << MOST_EXACT], weights[MOST_EXACT];
    unsigned subsets = 1u << division->count;
    for (unsigned subset = 0; subset < subsets; subset++) {
        Plan plan = *division->a;
        for (int i = 0; i < division->count; i++) {
            if (subset >> i & 1u) {
                move(division, i, &plan);
            }
        }
        values[subset] = division->evaluator(&plan).at[division->figure];
        if (!isfinite(values[subset])) {
            return false;
        }
    }
    for (int size = 0; size < division->count; size++) { /* size! (n - size - 1)! / n! */
        weights[size] = 1.0 / division->count;
        for (int i = 1; i <= size; i++) {
            weights[size] *= (double)i / (division->count - i);
        }
    }
    for (unsigned subset = 0; subset < subsets; subset++) {
        int size = 0;
        for (int i = 0; i < division->count; i++) {
            size += (subset >> i & 1u) != 0;
        }
        for (int i = 0; i < division->count; i++) {
            if (!(subset >> i & 1u)) {
                division->parts[i] += weights[size] * (values[subset | 1u << i] - values[subset]);
            }
        }
    }
    return true;
}

/* Adds what each step of one order changes.  False, and nothing added: it passes through a plan
 * without a value. */
static bool walk(Division *division, const int order[], bool backwards)
{
    double changes[INPUT_COUNT];
    Plan plan = *division->a;
    double before = division->evaluator(&plan).at[division->figure];
    for (int i = 0; i < division->count; i++) {
        int player = order[backwards ? division->count - 1 - i : i];
        move(division, player, &plan);
        double after = division->evaluator(&plan).at[division->figure];
        if (!isfinite(after)) {
            return false;
        }
        changes[player] = after - before;
        before = after;
    }
    for (int i = 0; i < division->count; i++) {
        division->parts[i] += changes[i];
    }
    return true;
}

/* The order of the list and its reverse, then shuffled ones (Fisher and Yates 1938). */
static long divide_by_orders(Division *division)
{
    int order[INPUT_COUNT] = { 0 };
    uint64_t bits = 1;
    long walked = 0;
    for (int i = 0; i < division->count; i++) {
        order[i] = i;
        division->parts[i] = 0;
    }
    for (int pair = 0; pair < ORDERS; pair++) {
        walked += walk(division, order, false);
        walked += walk(division, order, true);
        for (int i = division->count - 1; i > 0; i--) {
            bits = bits * 6364136223846793005u + 1442695040888963407u; /* Knuth, MMIX */
            int j = (int)((bits >> 33) % (uint64_t)(i + 1)), kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
    for (int i = 0; i < division->count && walked > 0; i++) {
        division->parts[i] /= (double)walked;
    }
    return walked;
}

static void insert(Attribution *answer, const Player *player, double part)
{
    int place = answer->count++;
    while (place > 0 && fabs(answer->parts[place - 1].part) < fabs(part)) {
        answer->parts[place] = answer->parts[place - 1];
        place--;
    }
    answer->parts[place] = (Contribution){ player->input, player->group, part };
}

Attribution attribute(const Plan *a, const Plan *b, int figure, Parting parting)
{
    Division division = { .a = a, .b = b, .figure = figure, .parting = parting };
    Attribution answer = { .from = evaluate_figure(a, figure), .to = evaluate_figure(b, figure) };
    find_players(&division);
    bool cheap = cheap_evaluator(a, figure) == cheap_evaluator(b, figure);
    division.evaluator = cheap ? cheap_evaluator(a, figure) : evaluate;
    if (!isfinite(answer.from) || !isfinite(answer.to)) {
        return answer;
    }
    answer.exact = division.count <= MOST_EXACT && divide_exactly(&division);
    answer.orders = 1;
    for (int i = 2; answer.exact && i <= division.count; i++) {
        answer.orders *= i;
    }
    if (!answer.exact) {
        answer.orders = divide_by_orders(&division);
    }
    double difference = answer.to - answer.from, most = 0;
    for (int i = 0; i < division.count; i++) {
        most = fmax(most, fabs(division.parts[i]));
    }
    double least = 1e-12 * fmax(most, fabs(difference)); /* smaller is rounding */
    for (int i = 0; i < division.count && answer.orders > 0; i++) {
        if (fabs(division.parts[i]) > least) {
            insert(&answer, &division.players[i], division.parts[i]);
        }
    }
    return answer;
}
