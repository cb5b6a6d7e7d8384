/* sweep.h -- figures along the track of one slider, or over those of two. */
#ifndef MODEL_ANALYSIS_SWEEP_H
#define MODEL_ANALYSIS_SWEEP_H

#include "model/model.h"

/* The figure at `count` places from the start to the end of the input's track, everything else
 * held.  x[i]: value of the input, y[i]: of the figure (NaN where it has none). */
void sweep(const Plan *plan, int input, int figure, int count, double x[], double y[]);

enum { MOST_GRID_COLUMNS = 128, MOST_GRID_ROWS = 64 };

/* A figure over two inputs. */
typedef struct {
    int across, down, figure;                       /* rows of the lists */
    int columns, rows;                              /* at most as many as x and y hold */
    double x[MOST_GRID_COLUMNS], y[MOST_GRID_ROWS]; /* values of `across` and `down` */
    double z[MOST_GRID_ROWS][MOST_GRID_COLUMNS];    /* [row][column]; NaN: no value */
    double least, most;                             /* NaN: none has a value */
} Grid;

/* Sets x and y to places along both tracks. */
void grid_open(Grid *grid, int across, int columns, int down, int rows, int figure);

/* Computes one row; rows can be computed in any order. */
void grid_row(Grid *grid, const Plan *plan, int row);

/* least and most of what was computed. */
void grid_range(Grid *grid);

#endif
