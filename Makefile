# flopdeck: what large language models cost, live, in a terminal.   `make help` prints the targets.

CC ?= cc
PREFIX ?= /usr/local
OPTIMIZE ?= -O2
VERSION := 0.1.0

# SAN=address, undefined or thread builds into a folder of its own: no clean needed between.
BUILD := build$(if $(SAN),-$(SAN))$(if $(findstring clang,$(CC)),$(if $(SAN),,-clang))
ifneq ($(BUILD_DIR),)
BUILD := $(BUILD_DIR)
endif
SANITIZE := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wundef -Wvla -Wwrite-strings -Wswitch-enum $(if $(CI),-Werror)
CPPFLAGS += -I. -I$(BUILD) -D_XOPEN_SOURCE=700 -DFLOPDECK_VERSION='"$(VERSION)"'
CFLAGS   += -std=c11 -g $(OPTIMIZE) $(WARNINGS) $(SANITIZE)
LDFLAGS  += $(SANITIZE)

# One library, one place: ncurses in tui/, libyaml and jansson in profile/, Check in tests/.
PKG = $(shell pkg-config $(1) $(2) 2>/dev/null)
tui_CPPFLAGS     = $(filter-out -D_XOPEN_SOURCE%,$(call PKG,--cflags,ncursesw))
profile_CPPFLAGS = $(call PKG,--cflags,yaml-0.1 jansson)
tests_CPPFLAGS   = $(call PKG,--cflags,check vterm)
LIBS       = $(call PKG,--libs,yaml-0.1 jansson) $(call PKG,--libs,ncursesw) -pthread -lm
TEST_LIBS  = $(call PKG,--libs,check vterm) -lutil

LAYERS := model profile jobs cli tui
sources = $(shell find $(1) -name '*.c' 2>/dev/null | sort)
objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
ARCHIVES := $(foreach layer,$(LAYERS),$(if $(call sources,$(layer)),$(BUILD)/lib$(layer).a))

.PHONY: all
all: $(BUILD)/flopdeck ## build the program: build/flopdeck

$(BUILD)/flopdeck: $(BUILD)/cli/main.o $(filter-out %/libmodel.a %/libprofile.a,$(ARCHIVES)) $(BUILD)/libprofile.a $(BUILD)/libmodel.a
	$(CC) $(LDFLAGS) -o $@ $(BUILD)/cli/main.o -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LIBS)

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
DATA := $(sort $(wildcard hardware_profiles/*.yaml model_profiles/*.yaml scenarios/*.yaml))
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
	$(CC) $(LDFLAGS) -o $@ $(TEST_OBJECTS) -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LIBS) $(TEST_LIBS)

.PHONY: check
check: $(BUILD)/flopdeck $(BUILD)/tests/run ## build and run all tests; SUITE=name runs one
	FLOPDECK=$(BUILD)/flopdeck $(BUILD)/tests/run $(SUITE)

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
