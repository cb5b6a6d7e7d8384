/*
 * Collectives inside a node and across nodes, by the nccl-tests convention: seconds are a start plus
 * bytes x factor / bus bandwidth.
 */
#ifndef MODEL_TRAINING_COLLECTIVE_H
#define MODEL_TRAINING_COLLECTIVE_H

#include "model/training/machine.h"

/* A group of `size` devices, `stride` apart. */
typedef struct Ranks {
    double size, stride;
} Ranks;

/* Each device starts (gather) or ends (scatter) with 1/size of `bytes`. */
double collective_gather(const Machine *machine, Ranks group, double bytes);

/* Every device ends with the sum of all: twice a gather. */
double collective_reduce(const Machine *machine, Ranks group, double bytes);

/* One message between neighbours `stride` apart. */
double collective_send(const Machine *machine, double stride, double bytes);

#endif
