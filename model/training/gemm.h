/*
 * Matrix products: seconds of an M x K by K x N product, and of the two products that give its
 * gradients.
 */
#ifndef MODEL_TRAINING_GEMM_H
#define MODEL_TRAINING_GEMM_H

#include "model/training/cost.h"
#include "model/training/machine.h"

typedef enum { PRECISION_BF16, PRECISION_LINEAR } Precision;

double gemm_time(const Machine *machine, double m, double n, double k, Precision precision);

/* A linear layer of `count` equal products issued together: forward, input and weight gradient. */
void gemm_linear(const Machine *machine, double count, double m, double n, double k,
                 Precision precision, Passes *passes);

#endif
