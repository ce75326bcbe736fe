# What one types all day. Everything that counts is in ./test.

# The country of invented people, on http://127.0.0.1:8000
demo *arguments:
    cargo run --release -- demo {{arguments}}

# Format, lints and every test
test:
    ./test

# Tests on SQLite only; quick, while working
quick *arguments:
    cargo nextest run -p merzim {{arguments}}

# Journeys in a browser only; needs chromium and chromedriver
journeys *arguments:
    cargo nextest run --workspace -E 'package(browser)' {{arguments}}

# The lints as ./test has them
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- -D warnings

# Policies, protocols, procedure, calendars, ladders, templates, languages
check:
    cargo run -- check

# What pages, injections and the sweep cost; on a quiet machine, see docs/benchmarks.md
bench *arguments:
    cargo bench --bench load -- {{arguments}}
