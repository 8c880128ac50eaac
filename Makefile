# Everything there is to do here, a line each. `make` alone lists it.

PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export GIT_PYTHON_REFRESH := quiet
# Where Python is told to leave no compiled files beside the sources, they are kept in build/: else
# each start compiles three thousand modules anew, half of its time.
ifdef PYTHONDONTWRITEBYTECODE
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/build/bytecode
endif

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run chat train migrate staff-account rotate-key privacy-export privacy-erase verify-log doctor newer backup restore topic publish taught missed trace sms-sandbox lint check test eval experiments bench check-embed widget clean

help: ## list what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: ## install what running needs (uv, Python 3.10, the locked dependencies)
	@python3 scripts/setup.py

setup-dev: ## install what testing needs as well
	@python3 scripts/setup.py --dev

run: setup ## set up, train if needed, migrate and start everything
	@$(PYTHON) -m scripts.run

chat: setup ## talk to the assistant in the terminal
	@$(PYTHON) -m scripts.chat

train: setup ## train if the sources changed
	@$(PYTHON) -m scripts.train

migrate: setup ## bring the database to the newest schema
	@$(PYTHON) -m alembic upgrade head

staff-account: setup ## add a login for the front desk: make staff-account NAME=kim
	@$(PYTHON) -m frontdesk.accounts add $(NAME)

rotate-key: setup ## encrypt everything under a new key, while it runs (FORGET=1: drop the earlier ones)
	@$(PYTHON) -m scripts.rotate_key $(if $(FORGET),--forget)

privacy-export: setup ## give out what is held of a person: make privacy-export PERSON=414-555-0142
	@$(PYTHON) -m scripts.privacy export "$(PERSON)"

privacy-erase: setup ## erase what is held of a person, for good: make privacy-erase PERSON=414-555-0142 (YES=1: unasked)
	@$(PYTHON) -m scripts.privacy erase "$(PERSON)" $(if $(YES),--yes)

verify-log: setup ## look whether the logs are as they were written (ANCHORS=file: kept elsewhere)
	@$(PYTHON) -m scripts.verify_log $(if $(ANCHORS),--anchors "$(ANCHORS)")

backup: setup ## write everything into one encrypted file in var/backups (FILE=…: elsewhere), while it runs
	@$(PYTHON) -m scripts.backup make $(if $(FILE),"$(FILE)")

restore: setup ## bring a backup into an empty database: make restore FILE=var/backups/….backup
	@$(PYTHON) -m scripts.backup restore $(if $(FILE),"$(FILE)")

doctor: setup ## say what is not fit for real patients, each with the mending
	@$(PYTHON) -m scripts.doctor

newer: setup ## list newer releases of what security depends on; ends with 1 when there are some to take
	@$(PYTHON) -m scripts.newer

topic: setup ## add a topic: make topic NAME=chairs LABEL="Getting up"
	@$(PYTHON) -m scripts.topic "$(NAME)" "$(LABEL)"

publish: setup ## publish an approved draft with new topics, to be learned: make publish DRAFT=7
	@$(PYTHON) -m scripts.publish "$(DRAFT)"

taught: setup ## commit what staff have taught at the desk
	@$(PYTHON) -m scripts.taught

missed: setup-dev ## make tests of the alarms that staff marked as wrong, in other words
	@$(PYTHON) -m scripts.missed

trace: setup ## show the path of one message, without its words: make trace ID=sms-12 (LOG=file: with its lines)
	@$(PYTHON) -m scripts.trace "$(ID)" $(if $(LOG),--log "$(LOG)")

sms-sandbox: setup ## text with the assistant without a Twilio account
	@$(PYTHON) -m sandbox

lint: setup-dev ## what is wrong with words, topics, translations and buttons, in seconds: file, line, what to do
	@$(PYTHON) -W ignore -m scripts.lint

check: setup-dev ## ruff, mypy, import rules, content and reading level, Rasa's data check
	@$(PYTHON) -m scripts.check

test: $(if $(T),setup-dev,check) ## check, then run every test, with what they need; make test T=tests/unit runs some, unchecked
	@$(PYTHON) -m scripts.test $(T)

eval: setup-dev train ## measure understanding and safety into docs/evaluation/ and the README (PART="messages signs": some)
	@$(PYTHON) -m evaluation $(PART) $(if $(PUBLISH),--publish)

experiments: setup-dev ## compare what the understanding could be built from; docs/evaluation/
	@$(PYTHON) -m evaluation.experiments

bench: setup-dev train ## measure beside Rasa's default, the whole product, the desk; docs/benchmarks/ (PART=whole: only that)
	@for part in $(if $(PART),.$(PART),"" .whole .desk); do $(PYTHON) -m benchmarks$$part || exit 1; done

check-embed: setup ## say what keeps the chat from working on a page: make check-embed URL=https://…
	@$(PYTHON) -m scripts.check_embed "$(URL)"

widget: ## build the website widget (needs Node 20)
	@cd widget && npm ci --no-audit --no-fund && npm run build

clean: ## remove what was built (not the database)
	@rm -rf build models .rasa results widget/node_modules
