/* test_present.c -- presenting: what is told, the notes' screen, a screen that is read-only. */
#include "tests/board.h"
#include "tests/suites.h"
#include "tui/keys.h"
#include "tui/notes.h"
#include "tui/present.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -- what is told, what is asked for ------------------------------------------------------------- */

START_TEST(the_tour_is_told)
{
    Scenario scenario;
    Message message;
    load_board("deepseek-faq", &scenario);
    keys("F5 Right*2");
    present_message(&app, &message);
    ck_assert_int_eq(message.step, 3);
    ck_assert_int_eq(message.count, 12);
    ck_assert_str_eq(message.title, "How much work is one token?");
    ck_assert_str_eq(message.next, "What can the fleet do?");
    ck_assert_str_eq(message.place, "on stage");
    ck_assert_str_eq(message.labels[0], "FLOP per token");
    ck_assert_str_eq(message.values[0], "249.8 GFLOP");
    ck_assert_int_gt(message.note_count, 1);
    keys("Tab Right");
    present_message(&app, &message);
    ck_assert_str_ne(message.values[0], "249.8 GFLOP"); /* they are live */
    ck_assert_msg(strstr(message.said, "was 8") != NULL, "%s", message.said);
    keys("Escape d");
    present_message(&app, &message);
    ck_assert_str_eq(message.place, "in the dashboard");
    ck_assert_str_eq(message.labels[0], "Training cost");
    present_act(&app, "next", 0); /* back to the stage */
    ck_assert(app.stage.on && app.stage.step == 2);
    present_act(&app, "next", 0);
    ck_assert_int_eq(app.stage.step, 3);
    present_act(&app, "last", 0);
    present_message(&app, &message);
    ck_assert_str_eq(message.next, "");
    present_act(&app, "first", 0);
    present_act(&app, "back", 0);
    ck_assert_int_eq(app.stage.step, 0);
    present_act(&app, "blank", 0);
    ck_assert(app.stage.blank);
    present_act(&app, "quit", 0); /* is not for them to say */
    ck_assert(!app.quit && app.stage.on);
}
END_TEST

/* -- the notes' screen --------------------------------------------------------------------------- */

/* All that is to be said at each step of what is shipped is on 80x24, and fits a message. */
START_TEST(shipped_notes)
{
    static const char *const shipped[] = { "deepseek-faq", "memory-wall" };
    char bytes[MOST_MESSAGE];
    Scenario scenario;
    load_board(shipped[_i], &scenario);
    keys("F5");
    for (int i = 0; i < app.stage.tour->count; i++) {
        static Notes notes;
        Message message;
        const Step *step = &app.stage.tour->steps[i];
        present_message(&app, &message);
        ck_assert_msg(step->note_count >= 2, "'%s' has no notes", step->title);
        ck_assert_uint_gt(message_write(&message, bytes, sizeof bytes), 0);
        notes_take(&notes, &message);
        notes_draw(&notes, &canvas, message.started + 754);
        char *text = canvas_words(&canvas);
        ck_assert_msg(notes.hidden == 0, "%s", text);
        ck_assert_msg(strstr(text, step->title) != NULL, "%s", text);
        ck_assert_msg(strstr(text, message.values[0]) != NULL, "%s", text);
        ck_assert_msg(strstr(text, *message.next ? message.next : "the last step"), "%s", text);
        for (int k = 0; k < step->note_count; k++) {
            const char *last = strrchr(step->notes[k], ' ') + 1;
            ck_assert_msg(strlen(step->notes[k]) < MOST_WORDS_SAID && strstr(text, last), "%s",
                          text);
        }
        free(text);
        keys("Space");
    }
}
END_TEST

START_TEST(notes_at_any_size)
{
    static Notes notes;
    notes_take(&notes, &message_example);
    for (int columns = 1; columns <= 200; columns += 7) {
        for (int rows = 1; rows <= 60; rows += 3) {
            canvas_resize(&canvas, rows, columns);
            canvas.charset = (Charset)_i;
            notes_draw(&notes, &canvas, 77 + 13 * 60);
            char *text = canvas_words(&canvas);
            bool fits = rows >= 8 && columns >= 30;
            ck_assert_msg(!fits || (strstr(text, "How large?") && strstr(text, "of 12")), "%dx%d",
                          columns, rows);
            ck_assert_msg(!fits || rows >= 20 || strstr(text, "13 min"), "%s", text);
            free(text);
        }
    }
}
END_TEST

static const char *press(Notes *notes, const char *key)
{
    Event event;
    ck_assert(read_key(key, strlen(key), &event));
    return notes_event(notes, &event);
}

START_TEST(notes_scroll)
{
    static Notes notes;
    Message message = message_example;
    message_put(message.notes[1], sizeof message.notes[1],
                "many words that take more than a line each on a screen as small as this one is, "
                "so that the last of them are only to be seen further down: here");
    canvas_resize(&canvas, 10, 40);
    notes_take(&notes, &message);
    notes_draw(&notes, &canvas, 77);
    ck_assert_int_gt(notes.hidden, 0);
    for (int i = 0; i < 20; i++) {
        ck_assert_ptr_null(press(&notes, "Down"));
        notes_draw(&notes, &canvas, 77);
    }
    char *text = canvas_words(&canvas);
    ck_assert_int_eq(notes.hidden, 0);
    ck_assert_msg(strstr(text, "here") != NULL, "%s", text);
    free(text);
    message.said[0] = 'y'; /* the same step: it stays where it is read */
    int top = notes.top;
    notes_take(&notes, &message);
    ck_assert_int_eq(notes.top, top);
    message.step++;
    notes_take(&notes, &message);
    ck_assert_int_eq(notes.top, 0);
    ck_assert_str_eq(press(&notes, "Space"), "next");
    ck_assert_str_eq(press(&notes, "p"), "back");
    ck_assert_str_eq(press(&notes, "q"), "quit");
    notes.read_only = true;
    ck_assert_ptr_null(press(&notes, "n"));
    ck_assert_ptr_nonnull(strstr(notes.status, "read-only"));
    ck_assert_str_eq(press(&notes, "q"), "quit");
}
END_TEST

/* -- read-only ----------------------------------------------------------------------------------- */

START_TEST(nothing_reaches_outside)
{
    Scenario scenario;
    int outside = 0;
    char words[64], path[400];
    load_board("deepseek-v3", &scenario);
    snprintf(path, sizeof path, "%s/never.yaml", test_folder());
    snprintf(app.path, sizeof app.path, "%s", path); /* s would write at once */
    app.read_only = true;
    keys("Right*2"); /* exploring is the point */
    ck_assert_double_ne(app.now.plan.assumed_mfu, app.now.reported.assumed_mfu);
    for (int i = 0; i < action_count; i++) {
        if (!(actions[i].where & OUTSIDE)) {
            ck_assert(may_do(&app, &actions[i]));
            continue;
        }
        for (int way = 0; way < 2; way++) { /* by its key, by its name */
            if (way) {
                snprintf(words, sizeof words, ": text:%s Enter", actions[i].name);
            } else {
                snprintf(words, sizeof words, "%.*s", (int)strcspn(actions[i].keys, " "),
                         actions[i].keys);
            }
            app.status[0] = '\0';
            keys(words);
            ck_assert_msg(strstr(app.status, "read-only"), "%s: '%s'", words, app.status);
            ck_assert_int_eq(app.entry.typing, NOT_TYPING);
            ck_assert(!app.copy[0] && !app.suspend);
        }
        outside++;
    }
    ck_assert_int_ge(outside, 6); /* save, save-as, screen, copy, copy-command, suspend */
    ck_assert_int_ne(access(path, F_OK), 0);
    keys(": text:screen_x.svg Enter");
    ck_assert_ptr_nonnull(strstr(app.status, "'screen' is shut off"));
    ck_assert_int_ne(access("x.svg", F_OK), 0);
    app.path[0] = '\0';
    keys(": text:tour_/etc/passwd Enter");
    ck_assert_ptr_nonnull(strstr(app.status, "read-only"));
}
END_TEST

START_TEST(read_only_is_seen)
{
    Scenario scenario;
    canvas_resize(&canvas, 40, 200);
    load_board("deepseek-faq", &scenario);
    keys("Right Left");
    char *text = canvas_words(&canvas);
    ck_assert_ptr_nonnull(strstr(text, "s save"));
    ck_assert_ptr_null(strstr(text, "read-only"));
    free(text);
    app.read_only = true;
    keys("Right Left");
    text = canvas_words(&canvas);
    ck_assert_ptr_null(strstr(text, "s save"));
    ck_assert_ptr_nonnull(strstr(text, "read-only"));
    free(text);
    keys("? text:save_the");
    text = canvas_words(&canvas);
    ck_assert_msg(strstr(text, "not in read-only"), "%s", text);
    free(text);
    keys("Escape F5");
    text = canvas_words(&canvas);
    ck_assert_msg(strstr(text, "read-only"), "%s", text);
    free(text);
    keys("s"); /* refused on the stage, which stays */
    ck_assert(app.stage.on);
    ck_assert_ptr_nonnull(strstr(app.status, "read-only"));
}
END_TEST

Suite *present_suite(void)
{
    Suite *suite = suite_create("present");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, open_board, close_board);
    tcase_set_timeout(all, 120);
    tcase_add_test(all, the_tour_is_told);
    tcase_add_loop_test(all, shipped_notes, 0, 2);
    tcase_add_loop_test(all, notes_at_any_size, 0, 3);
    tcase_add_test(all, notes_scroll);
    tcase_add_test(all, nothing_reaches_outside);
    tcase_add_test(all, read_only_is_seen);
    suite_add_tcase(suite, all);
    return suite;
}
