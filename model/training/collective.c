/*
 * Rings: (n - 1) / n of the bytes pass each device's slowest link. Between nodes the devices of the
 * group in one node each bring their network card, so a ring over g of them runs at g cards, but no
 * faster than the link inside (NCCL's multi-ring; arXiv:2104.04473 section 4.1 scatter/gather).
 */
#include "model/training/collective.h"

#include <math.h>

#include "model/training/layout.h"

/* Bytes per second that each device of the group reaches. */
static double rate(const Machine *machine, Ranks group)
{
    double near = layout_ranks_in_node(group.size, group.stride, machine->node);
    double link = machine->link_rate * (1 - machine->constants->few_ranks / fmax(2, near));
    double all = fmin(1, (near - 1) / fmax(1, machine->node - 1));
    double one = machine->accelerator->one_card;
    double network = machine->network_rate * near * (one + (1 - one) * all);
    return near >= group.size ? link : fmin(link, network);
}

double collective_gather(const Machine *machine, Ranks group, double bytes)
{
    if (group.size <= 1) {
        return 0;
    }
    double near = layout_ranks_in_node(group.size, group.stride, machine->node);
    double start = machine->accelerator->link_start + machine->accelerator->link_rank * near;
    if (near < group.size) {
        start += machine->constants->scale_out_start * log2(group.size / near + 1);
    }
    return start + bytes * (group.size - 1) / group.size / rate(machine, group);
}

double collective_reduce(const Machine *machine, Ranks group, double bytes)
{
    return 2 * collective_gather(machine, group, bytes);
}

double collective_send(const Machine *machine, double stride, double bytes)
{
    if (stride < machine->node) {
        return machine->accelerator->link_start + bytes / machine->link_rate;
    }
    return machine->constants->scale_out_start +
           bytes / (machine->network_rate * machine->constants->send_share);
}
