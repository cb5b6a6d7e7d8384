# flopdeck: what large language models cost, live, in a terminal.   `make help` prints the targets.

CC ?= cc
PREFIX ?= /usr/local
OPTIMIZE ?= -O2
VERSION := 0.1.0

# SAN=address, undefined or thread builds into a folder of its own: no clean needed between.
BUILD := $(or $(BUILD_DIR),build$(if $(SAN),-$(SAN),$(if $(findstring clang,$(CC)),-clang)))
SANITIZE := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wundef -Wvla -Wwrite-strings -Wswitch-enum $(if $(CI),-Werror)
CPPFLAGS += -I. -I$(BUILD) -D_XOPEN_SOURCE=700 -DFLOPDECK_VERSION='"$(VERSION)"'
CPPFLAGS += $(if $(SAN),-DSANITIZED=true)
CFLAGS   += -std=c11 -g $(OPTIMIZE) $(WARNINGS) $(SANITIZE)
LDFLAGS  += $(SANITIZE)

# One library, one place: ncurses in tui/, libyaml and jansson in profile/, Check in tests/.
PKG = $(shell pkg-config $(1) $(2) 2>/dev/null)
tui_CPPFLAGS     = $(call PKG,--cflags-only-I,ncursesw)
profile_CPPFLAGS = $(call PKG,--cflags,yaml-0.1 jansson)
tests_CPPFLAGS   = $(call PKG,--cflags,check vterm jansson)
LIBS       = $(call PKG,--libs,yaml-0.1 jansson) $(call PKG,--libs,ncursesw) -pthread -lm
TEST_LIBS  = $(call PKG,--libs,check vterm)

# Each layer may use those to its right; the linker reads them in this order.
LAYERS := cli tui jobs profile model
sources = $(shell find $(1) -name '*.c' 2>/dev/null | sort)
objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
ARCHIVES := $(foreach layer,$(LAYERS),$(if $(call sources,$(layer)),$(BUILD)/lib$(layer).a))

.PHONY: all
all: $(BUILD)/flopdeck ## build the program: build/flopdeck

$(BUILD)/flopdeck: $(BUILD)/cli/main.o $(ARCHIVES)
	$(CC) $(LDFLAGS) -o $@ $(BUILD)/cli/main.o $(ARCHIVES) $(LIBS)

define layer_rule
$(BUILD)/lib$(1).a: $(call objects,$(filter-out cli/main.c,$(call sources,$(1)))) $(if $(filter profile,$(1)),$(BUILD)/builtin.o)
	@rm -f $$@
	$$(AR) rcs $$@ $$^
endef
$(foreach layer,$(LAYERS),$(eval $(call layer_rule,$(layer))))

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $($(firstword $(subst /, ,$<))_CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The profiles and scenarios are inside the program.
DATA := $(sort $(wildcard hardware_profiles/*.yaml model_profiles/*.yaml scenarios/*.yaml claims/*.yaml))
$(BUILD)/data: force
	@mkdir -p $(@D)
	@echo '$(DATA)' | cmp -s - $@ || echo '$(DATA)' >$@
$(BUILD)/builtin.c: profile/embed.sh $(BUILD)/data $(DATA)
	sh profile/embed.sh $(DATA) >$@.new && mv $@.new $@
$(BUILD)/builtin.o: $(BUILD)/builtin.c profile/builtin.h $(BUILD)/flags
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# The tests run against everything but main, and against the program itself.
TEST_OBJECTS := $(call objects,$(wildcard tests/*.c))
$(BUILD)/tests/run: $(TEST_OBJECTS) $(ARCHIVES)
	$(CC) $(LDFLAGS) -o $@ $(TEST_OBJECTS) $(ARCHIVES) $(LIBS) $(TEST_LIBS)

.PHONY: check
check: $(BUILD)/flopdeck $(BUILD)/tests/run layers pure fresh ## build and run all tests; SUITE=name runs one
	FLOPDECK=$(BUILD)/flopdeck $(if $(SAN),CK_FORK=no) $(BUILD)/tests/run $(SUITE)

.PHONY: run
run: $(BUILD)/flopdeck ## build and open the dashboard on DeepSeek-V3
	$(BUILD)/flopdeck

# -- what is needed --------------------------------------------------------------------------------

NEEDED := ncursesw yaml-0.1 jansson check vterm
SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)
define INSTALL
if $(CC) --version >/dev/null 2>&1 && pkg-config --exists $(NEEDED) 2>/dev/null; then exit 0; fi; \
if command -v apt-get >/dev/null; then \
    $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        gcc libc6-dev make pkg-config libncurses-dev libyaml-dev libjansson-dev check libsubunit-dev libvterm-dev; \
elif command -v dnf >/dev/null; then \
    $(SUDO) dnf install -y -q gcc make pkgconf-pkg-config ncurses-devel libyaml-devel jansson-devel check-devel libvterm-devel; \
elif command -v pacman >/dev/null; then \
    $(SUDO) pacman -S --needed --noconfirm gcc make pkgconf ncurses libyaml jansson check libvterm; \
elif command -v apk >/dev/null; then \
    $(SUDO) apk add -q build-base pkgconf ncurses-dev yaml-dev jansson-dev check-dev libvterm-dev; \
elif command -v brew >/dev/null; then \
    brew install -q pkgconf ncurses libyaml jansson check libvterm; \
else \
    echo 'flopdeck needs a C compiler, make, pkg-config and these libraries: $(NEEDED)' >&2; exit 1; \
fi
endef

.PHONY: deps
deps: ## install what building and testing needs, with the machine's package manager
	@$(INSTALL)
ifneq ($(filter deps,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

.PHONY: install
install: $(BUILD)/flopdeck ## install the program and its manual under PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(BUILD)/flopdeck $(DESTDIR)$(PREFIX)/bin/
	install -m 644 docs/flopdeck.1 $(DESTDIR)$(PREFIX)/share/man/man1/

.PHONY: uninstall
uninstall: ## remove what install put under PREFIX
	rm -f $(DESTDIR)$(PREFIX)/bin/flopdeck $(DESTDIR)$(PREFIX)/share/man/man1/flopdeck.1

# -- what holds the design ---------------------------------------------------------------------------

# A layer includes only itself and what lies below it; a library belongs to one place.
.PHONY: layers
layers: ## check that layers and libraries keep to their places
	@! grep -nE '#include "(profile|jobs|cli|tui)/' $(call files,model) || { echo 'model/ uses a layer above it'; false; }
	@! grep -nE '#include "(jobs|cli|tui)/' $(call files,profile) || { echo 'profile/ uses a layer above it'; false; }
	@! grep -nE '#include "(profile|cli|tui)/' $(call files,jobs) || { echo 'jobs/ uses a layer above it'; false; }
	@! grep -nE '#include "tui/' $(filter-out cli/main.c,$(call files,cli)) || { echo 'only cli/main.c opens tui/'; false; }
	@! grep -nE '#include "cli/' $(call files,tui) || { echo 'tui/ uses cli/'; false; }
	@! grep -lE '#include <(curses|ncurses)' $(filter-out tui/term.c,$(call files,$(LAYERS))) || { echo 'ncurses belongs to tui/term.c'; false; }
	@! grep -lE '#include <(yaml|jansson)' $(filter-out profile/%,$(call files,$(LAYERS))) || { echo 'libyaml and jansson belong to profile/'; false; }
	@! grep -lE '#include <(pthread|threads)' $(filter-out jobs/%,$(call files,$(LAYERS))) || { echo 'threads belong to jobs/'; false; }
files = $(shell find $(1) -name '*.[ch]' 2>/dev/null)

# The engine needs libm and nothing else: no heap, files, clock, environment, threads, globals.
IMPURE := malloc|calloc|realloc|free|fopen|fread|fwrite|printf|puts|putchar|open|read|write|time|clock|clock_gettime|getenv|rand|random|pthread_.*
.PHONY: pure
pure: $(BUILD)/libmodel.a ## check that the engine is pure
	@! nm -u $< | grep -E ' U _?($(IMPURE))(@.*)?$$' || { echo 'model/ is not pure'; false; }
	@$(if $(SAN),true,size -A $< | awk '($$1 == ".data" || $$1 == ".bss") && $$2 > 0 {exit 1}' || { echo 'model/ has writable globals'; false; })

# -- documents made from the tables --------------------------------------------------------------------

TABLES := inputs figures limits units models commands keys accuracy
# README.md with the golden screens and the table of errors between its markers
README = awk '/^<!-- accuracy/{print; print ""; while ((getline line < "$(BUILD)/docs/ACCURACY.md") > 0) if (split(line, cell, "|") > 10) \
    print "|" cell[2] "|" cell[4] "|" cell[5] "|" cell[6] "|" cell[7] "|" cell[8] "|" cell[11] "|"; print ""; skip=1; next} \
    /^<!-- screen /{print; print "```text"; while ((getline line < ("tests/screens/" $$3 ".screen")) > 0) print line; print "```"; skip=1; next} \
    /^<!-- end -->/{skip=0} !skip' README.md
.PHONY: documents
documents: $(BUILD)/flopdeck
	@rm -rf $(BUILD)/docs && mkdir -p $(BUILD)/docs
	@for table in $(TABLES); do $(BUILD)/flopdeck docs $$table >$(BUILD)/docs/$$(echo $$table | tr a-z A-Z).md || exit 1; done
	@$(BUILD)/flopdeck docs manual >$(BUILD)/docs/flopdeck.1
	@$(README) >$(BUILD)/README.md

.PHONY: docs
docs: documents ## write docs/*.md, the manual and README's screens from the tables
	@cp $(BUILD)/docs/* docs/ && cp $(BUILD)/README.md README.md

.PHONY: fresh
fresh: documents
	@for file in README.md $$(cd $(BUILD) && ls docs/*); do cmp -s $(BUILD)/$$file $$file || { echo "$$file is stale: make docs"; exit 1; }; done

# NAME SIZE SCENARIO KEYS
SCREENS := 80x24:80x24:deepseek-v3: 120x40:120x40:deepseek-v3: 200x60:200x60:deepseek-v3: tour:120x40:deepseek-faq:F5 timeline:120x40:deepseek-v3:f
.PHONY: screens
screens: $(BUILD)/flopdeck ## write the pictures of docs/screens/, without a terminal
	@mkdir -p docs/screens
	@for screen in $(SCREENS); do IFS=:; set -- $$screen; unset IFS; \
	    $(BUILD)/flopdeck screen $$3 --size $$2 --keys "$$4" -o docs/screens/$$1.svg || exit 1; done
	@$(BUILD)/flopdeck record docs/screens/tour.cast --size 100x30 --keys 'wait:3000 Right wait:3000 Tab Right*4 wait:2000 Escape Right wait:3000' -- tour

# -- for those who work on it ----------------------------------------------------------------------------

.PHONY: accept
accept: $(BUILD)/flopdeck $(BUILD)/tests/run ## take the new golden screens and command-line outputs
	@mkdir -p build/screens && rm -f build/screens/*
	-FLOPDECK=$(BUILD)/flopdeck FLOPDECK_ACCEPT=1 $(BUILD)/tests/run cli >/dev/null
	-$(BUILD)/tests/run screens >/dev/null
	@for screen in build/screens/*.screen; do [ ! -f "$$screen" ] || cp "$$screen" tests/screens/; done

FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SECONDS ?= 30
.PHONY: fuzz
fuzz: ## run each fuzzer for FUZZ_SECONDS (30), with clang
	@$(MAKE) --no-print-directory CC=clang BUILD_DIR=build-fuzz SANITIZE='-fsanitize=fuzzer-no-link,address,undefined' fuzz-run
.PHONY: fuzz-run
fuzz-run: $(ARCHIVES)
	@for fuzzer in $(FUZZERS); do \
	    clang $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer,address,undefined -o $(BUILD)/$$fuzzer tests/fuzz/$$fuzzer.c $(ARCHIVES) $(LIBS) && \
	    mkdir -p $(BUILD)/corpus/$$fuzzer && \
	    $(BUILD)/$$fuzzer -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=512 -verbosity=0 -print_final_stats=1 \
	        -artifact_prefix=$(BUILD)/ $(BUILD)/corpus/$$fuzzer $(wildcard tests/fuzz/seeds) || exit 1; done

.PHONY: bench
bench: $(BUILD)/flopdeck $(BUILD)/tests/bench/bench ## measure: evaluate() a second, a slider step's bytes and instructions, beside other programs
	$(BUILD)/tests/bench/bench $(BUILD)/flopdeck

BENCH_OBJECTS := $(call objects,$(wildcard tests/bench/*.c) $(addprefix tests/,folder.c modes.c process.c pty.c vt.c))
$(BUILD)/tests/bench/bench: $(BENCH_OBJECTS) $(ARCHIVES)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS) $(TEST_LIBS)

.PHONY: calibrate
calibrate: $(BUILD)/calibrate ## fit the training model to tests/measured_steps.csv and print the errors; FIT=--check --fast --write
	$(BUILD)/calibrate tests/measured_steps.csv $(FIT)

# GNU Scientific Library: for this tool alone.
CALIBRATE_OBJECTS := $(call objects,$(wildcard tools/calibrate*.c))
tools_CPPFLAGS = $(call PKG,--cflags,gsl)
$(BUILD)/calibrate: $(CALIBRATE_OBJECTS) $(ARCHIVES)
	$(CC) $(LDFLAGS) -o $@ $(CALIBRATE_OBJECTS) $(BUILD)/libprofile.a $(BUILD)/libmodel.a $(LIBS) $(call PKG,--libs,gsl)

CODE := $(shell git ls-files '*.c' '*.h' 2>/dev/null)
.PHONY: format
format: ## lay out the code with clang-format
	clang-format -i $(CODE)

.PHONY: format-check
format-check:
	clang-format --dry-run -Werror $(CODE)

CORES := $(shell getconf _NPROCESSORS_ONLN)
.PHONY: lint
lint: ## clang-tidy and cppcheck
	printf '%s\n' $(filter-out tests/% tools/%,$(filter %.c,$(CODE))) | xargs -P $(CORES) -I FILE \
	    clang-tidy --quiet FILE -- -std=c11 $(CPPFLAGS) $(call PKG,--cflags-only-I,ncursesw yaml-0.1 jansson)
	cppcheck -j $(CORES) --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr -I. -D_XOPEN_SOURCE=700 \
	    --suppress=missingIncludeSystem --suppress=uninitvar --suppress=ctuuninitvar --suppress=duplicateAssignExpression model profile jobs cli tui

.PHONY: cover
cover: ## lines that the tests run, by file (gcov)
	$(MAKE) BUILD_DIR=build-cover OPTIMIZE='-O0 --coverage' LDFLAGS=--coverage check
	@cd build-cover && find . -name '*.gcda' ! -path './tests/*' -exec gcov -n -o {} {} + 2>/dev/null | \
	    awk '/^File .(model|profile|jobs|cli|tui)/{file=$$2} /^Lines/{if (file) print $$2, file; file=""}' | sort -t: -k2 -n

.PHONY: size
size: ## lines of each file
	@wc -l $(CODE) | sort -n

# Objects are built again when the flags change.
FLAGS := $(CC) $(CPPFLAGS) $(CFLAGS)
$(BUILD)/flags: force
	@mkdir -p $(@D)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' >$@
.PHONY: force
force:

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: clean
clean: ## remove what was built
	rm -rf build build-*

.PHONY: help
help: ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile
