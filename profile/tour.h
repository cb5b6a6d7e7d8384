/* tour.h -- the `tour:` of a scenario file: steps that are presented one after the other.
 *
 *     tour:
 *       - title: What did DeepSeek announce?
 *         caption: "A few sentences (arXiv:2412.19437, table 1)."
 *         figures: [train_cost, devices, gpu_hours]
 *         inputs: [device_price]
 *         against: [llama3.1-405b]
 *         set: {device_price: $3}
 *         notes: [for the presenter, a point each]
 *
 * A step begins where the step before ended (the first: with the scenario itself), or with another
 * scenario that it names; `set` goes on top. */
#ifndef PROFILE_TOUR_H
#define PROFILE_TOUR_H

#include "model/formula.h"
#include "profile/scenario.h"

enum { MOST_STEPS = 99, STEP_FIGURES = 3, STEP_INPUTS = 3, STEP_RIVALS = 4, STEP_NOTES = 8 };

/* What the figures are held against: another scenario, or the step's plan with another model or on
 * other hardware. */
typedef struct {
    FileKind kind;
    const char *id, *name;
} Rival;

typedef struct {
    const char *title, *caption;   /* caption "": none */
    const char *notes[STEP_NOTES]; /* for the presenter, a point each */
    int note_count;
    Row figures[STEP_FIGURES]; /* to stand in large: figures, or inputs */
    int figure_count;
    int inputs[STEP_INPUTS]; /* to be moved */
    int input_count;
    Rival rivals[STEP_RIVALS];
    int rival_count;
    Scenario plan; /* the step's, with what it sets as reported values */
} Step;

typedef struct {
    const char *name; /* of the scenario */
    short file;       /* in the library */
    int count;
    Step *steps;
} Tour;

/* Whether the scenario's file has a tour. */
bool has_tour(const Library *library, const Scenario *scenario);

/* Reads the tour of the scenario's file.  Lives until library_close.  NULL with
 * `FILE:LINE:COLUMN: …` in error. */
const Tour *tour_read(Library *library, const Scenario *scenario, Error *error);

/* The plan of a rival when the step stands at `now`.  False: its file is gone. */
bool rival_plan(Library *library, const Rival *rival, const Scenario *now, Scenario *plan);

#endif
