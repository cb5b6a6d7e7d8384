#include "cli/plot.h"

#include "model/quantity.h"

#include <math.h>

enum { WIDTH = 64, HEIGHT = 14, POINTS = 2 * WIDTH, LEFT = 14 };

typedef struct {
    double low, high;
    bool log;
} Axis;

typedef struct {
    unsigned char dots[HEIGHT][WIDTH]; /* of a braille cell */
    int mark_row, mark_column;         /* -1: none */
    Axis x, y;
    int input;
    Row row;
} Plot;

static double on_axis(Axis axis, double value)
{
    return axis.log ? log(value / axis.low) / log(axis.high / axis.low)
                    : (value - axis.low) / (axis.high - axis.low);
}

static double off_axis(Axis axis, double share)
{
    return axis.log ? axis.low * pow(axis.high / axis.low, share)
                    : axis.low + share * (axis.high - axis.low);
}

/* From 0 where values lie within a factor of 50, logarithmic where they do not. */
static Axis fit(const double values[], int count)
{
    Axis axis = { INFINITY, -INFINITY, false };
    for (int i = 0; i < count; i++) {
        if (isfinite(values[i])) {
            axis.low = fmin(axis.low, values[i]);
            axis.high = fmax(axis.high, values[i]);
        }
    }
    axis.log = axis.low > 0 && axis.high > 50 * axis.low;
    axis.low = axis.log || axis.low < 0 ? axis.low : 0;
    if (!(axis.high > axis.low)) {
        axis.high = axis.low + (axis.low != 0 ? fabs(axis.low) : 1);
    }
    return axis;
}

/* Unicode's braille numbers its dots 1 2 3 7 down the left, 4 5 6 8 down the right. */
static void dot(Plot *plot, double x, double y)
{
    static const unsigned char bits[2][4] = { { 1, 2, 4, 64 }, { 8, 16, 32, 128 } };
    int column = (int)(x * (2 * WIDTH - 1) + 0.5), row = (int)((1 - y) * (4 * HEIGHT - 1) + 0.5);
    if (column >= 0 && column < 2 * WIDTH && row >= 0 && row < 4 * HEIGHT) {
        plot->dots[row / 4][column / 2] |= bits[column % 2][row % 4];
    }
}

static void draw(Plot *plot, const double y[])
{
    for (int i = 0; i < POINTS; i++) {
        /* from the point before, so that steep parts hang together */
        double to = on_axis(plot->y, y[i]), from = on_axis(plot->y, y[i > 0 ? i - 1 : 0]);
        int steps = isfinite(from) && isfinite(to) ? (int)(fabs(to - from) * HEIGHT * 4) + 1 : 1;
        for (int step = 1; step <= steps && isfinite(to); step++) {
            double height = steps > 1 ? from + (to - from) * step / steps : to;
            dot(plot, (double)i / (POINTS - 1), height);
        }
    }
}

static void print_end(char *out, size_t size, Row row, double value)
{
    Printed printed = trim_printed(row.kind == AN_INPUT ? print_input(row.row, value)
                                                        : print_quantity(value, row_unit(row)));
    join_printed(out, size, &printed);
}

static void put_cell(const Output *out, const Plot *plot, int row, int column)
{
    unsigned char dots = plot->dots[row][column];
    /* U+2800 + dots in UTF-8 */
    char cell[4] = { (char)0xe2, (char)(0xa0 | dots >> 6), (char)(0x80 | (dots & 0x3f)), '\0' };
    bool marked = row == plot->mark_row && column == plot->mark_column;
    put_styled(out, marked ? TITLE : PLAIN, marked ? "◆" : dots ? cell : " ");
}

static void print_rows(const Output *out, const Plot *plot)
{
    char text[80];
    for (int row = 0; row < HEIGHT; row++) {
        bool labelled = row == 0 || row == HEIGHT - 1 || row == HEIGHT / 2;
        text[0] = '\0';
        if (labelled) {
            print_end(text, sizeof text, plot->row,
                      off_axis(plot->y, 1 - (double)row / (HEIGHT - 1)));
        }
        put_padded(out, DIM, text, -LEFT);
        put_styled(out, DIM, labelled ? " ┤" : " │");
        for (int column = 0; column < WIDTH; column++) {
            put_cell(out, plot, row, column);
        }
        putc('\n', out->file);
    }
    fprintf(out->file, "%*s", LEFT, "");
    put_styled(out, DIM, " ╰");
    for (int column = 0; column < WIDTH; column++) {
        put_styled(out, DIM, column % (WIDTH / 4) == WIDTH / 4 - 1 ? "┴" : "─");
    }
    fprintf(out->file, "\n%*s", LEFT + 2, "");
}

static void print_input_axis(const Output *out, const Plot *plot)
{
    char text[80];
    int used = 0;
    for (int i = 0; i <= 4; i++) {
        double value = off_axis(plot->x, i / 4.0);
        value = input_info[plot->input].kind == WHOLE ? nearbyint(value) : value;
        print_end(text, sizeof text, (Row){ AN_INPUT, plot->input }, value);
        int width = text_width(text), at = i * WIDTH / 4 - (i == 4 ? width : i ? width / 2 : 0);
        if (at < used) {
            continue;
        }
        fprintf(out->file, "%*s", at - used, "");
        put_styled(out, DIM, text);
        used = at + width;
    }
    fputs("\n\n", out->file);
}

void put_plot(const Output *out, const Plan *plan, int input, double from, double to, Row row)
{
    double y[POINTS + 1];
    Plot plot = { .mark_row = -1, .mark_column = -1, .input = input, .row = row };
    Plan moved = *plan;
    plot.x = (Axis){ from, to, input_info[input].scale == LOG && from > 0 && to > 0 };
    if (from == to) {
        return;
    }
    for (int i = 0; i < POINTS; i++) {
        moved.at[input] = off_axis(plot.x, (double)i / (POINTS - 1));
        Figures figures = evaluate(&moved);
        y[i] = row_value(row, &moved, &figures);
    }
    Figures figures = evaluate(plan);
    double now = row_value(row, plan, &figures), place = on_axis(plot.x, plan->at[input]);
    bool inside = place >= 0 && place <= 1 && isfinite(now);
    y[POINTS] = inside ? now : NAN;
    plot.y = fit(y, POINTS + 1);
    draw(&plot, y);
    if (inside) {
        plot.mark_column = (int)(place * (WIDTH - 1) + 0.5);
        plot.mark_row = (int)((1 - on_axis(plot.y, now)) * (HEIGHT - 1) + 0.5);
    }
    put_styled(out, TITLE, row_label(row));
    fprintf(out->file, " over %s\n", input_info[input].label);
    print_rows(out, &plot);
    print_input_axis(out, &plot);
}
