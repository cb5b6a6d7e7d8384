/*
 * A product takes the longer of its arithmetic and its memory traffic, and a start. The rate of the
 * arithmetic falls when a side is short: m / (m + half_m) and so on. The constants are fits to public
 * kernel tables (aiconfigurator's silicon database), error 4-8 % from M 1,024 up.
 * With FP8 and FP4 both operands of each product are cast first (Transformer Engine); the weight's
 * cast is shared by the micro-batches and left out.
 */
#include "model/training/gemm.h"

#include <math.h>

double gemm_time(const Machine *machine, double m, double n, double k, Precision precision)
{
    const Accelerator *row = machine->accelerator;
    double rate = precision == PRECISION_BF16 ? machine->bf16_rate : machine->linear_rate;
    double size = precision == PRECISION_BF16 ? 2 : machine->linear_bytes;
    double arithmetic = 2 * (m + row->half_m) * (n + row->half_n) * (k + row->half_k) / rate;
    double traffic = (size * (m * k + k * n) + 2 * m * n) / machine->memory_rate;
    return fmax(arithmetic, traffic);
}

void gemm_linear(const Machine *machine, double count, double m, double n, double k,
                 Precision precision, Passes *passes)
{
    double start = machine->accelerator->start;
    passes->forward.gemm += count * gemm_time(machine, m, n, k, precision) + start;
    passes->input.gemm += count * gemm_time(machine, m, k, n, precision) + start;
    bool quantized = precision == PRECISION_LINEAR && machine->quantized;
    bool tiles = quantized && machine->framework->tiles > 0;
    double rate = tiles ? machine->constants->weight_rate : 1;
    passes->weight.gemm += count * gemm_time(machine, n, k, m, precision) / rate + start;
    passes->weight.elementwise +=
        machine->constants->accumulate * count * n * k / machine->memory_rate;
    if (quantized) {
        /* By rows for the two products along them, by columns for the weights' gradient. */
        double elements = count * m / machine->memory_rate;
        passes->forward.elementwise += elements * k * machine->constants->quantize;
        passes->input.elementwise += elements * n * machine->constants->quantize;
        if (tiles) {
            passes->weight.elementwise += elements * (k + n) * machine->constants->requantize;
        }
    }
}
