# dist/: what people install. All that is made on the way stands in build/packaging.
PACKING := build/packaging
PACKING_PYTHON := $(PACKING)/venv/bin/python
VERSION := $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' router/__init__.py)
DEB := dist/sms-router_$(VERSION)_$(shell dpkg --print-architecture 2>/dev/null).deb
# Free space, in MB, that dist/sms-router asks of the temporary folder; tests/artefacts measures what it takes.
UNPACKED_MB := 40
FROZEN_FROM := $(shell find router schemas -type f -not -name '*.pyc') $(wildcard packaging/*.py packaging/*.spec)

# The same source gives the same bytes: one time, one order.
FIXED = SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null || echo 1700000000) PYTHONHASHSEED=1

.PHONY: binary deb release test-artefacts

binary: dist/sms-router

deb: $(DEB)

test-artefacts: binary deb $(VENV)/.dev
	@SMS_ROUTER_ARTEFACTS=$(CURDIR)/dist $(BIN)/python -m pytest tests/artefacts -rA

# In this order, also under `make -j`; what is wrong with the code is known before anything is built.
release:
	$(MAKE) check
	$(MAKE) test
	$(MAKE) test-artefacts
	cd dist && sha256sum sms-router licences.txt $(notdir $(DEB)) > SHA256SUMS && sha256sum --check SHA256SUMS

dist/sms-router $(PACKING)/folder/sms-router &: $(PACKING)/.ready $(FROZEN_FROM)
	@rm -rf $(PACKING)/folder dist/sms-router
	@echo "Freezing …"
	@$(FIXED) $(PACKING)/venv/bin/pyinstaller --noconfirm --log-level ERROR --workpath $(PACKING)/work --distpath $(PACKING) packaging/sms-router.spec
	@$(PACKING_PYTHON) packaging/licences.py $(PACKING)/folder > $(PACKING)/licences.txt
	@mkdir -p dist && cp $(PACKING)/licences.txt dist/ && mv $(PACKING)/sms-router dist/sms-router
	@ls -l dist/sms-router

$(DEB): $(PACKING)/folder/sms-router $(wildcard packaging/deb/*) docs/nginx.conf docs/Caddyfile docs/alerts.yml CHANGELOG.md LICENSE
	@$(FIXED) sh packaging/deb/build.sh $(PACKING)/folder $(VERSION) $@
	@ls -l $@

# A virtual environment of its own: nothing that only tests need can get in. PyInstaller's bootloader is compiled here,
# with packaging/preflight.c in it (docs/adr/0032).
$(PACKING)/.ready: requirements/packaging.txt packaging/preflight.c packaging/is-ready.sh packaging/packaging.mk
	@rm -rf $(PACKING)
	@mkdir -p $(PACKING)
	@python=$$(sh packaging/is-ready.sh $(PYTHON)) && $$python -m venv $(PACKING)/venv
	@echo "Setting up $(PACKING) (once) …"
	@$(PACKING_PYTHON) -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements/packaging.txt
	@gcc -std=gnu11 -O2 -Wall -Wextra -Werror -DNEEDED_MB=$(UNPACKED_MB) -c packaging/preflight.c -o $(PACKING)/preflight.o
	@grep -A 99 '^pyinstaller==' requirements/packaging.txt | sed '/[^\\]$$/q' > $(PACKING)/pyinstaller.txt
	@PYINSTALLER_COMPILE_BOOTLOADER=1 PYI_STATIC_ZLIB=1 LDFLAGS=$(CURDIR)/$(PACKING)/preflight.o \
		$(PACKING_PYTHON) -m pip --disable-pip-version-check --quiet install --require-hashes --requirement $(PACKING)/pyinstaller.txt \
		--no-cache-dir --force-reinstall --no-deps --no-build-isolation --no-binary pyinstaller
	@touch $@
