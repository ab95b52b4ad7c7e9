"""The parts of the syntax beside rules: examples, tests, schedules, rotas and lists as written."""
