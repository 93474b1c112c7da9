# shellcheck shell=bash
# Functions for the scripts in this directory.

# All features that need no client.
# shellcheck disable=SC2034
without_clients=serde,json,dotenvy,tracing,color,miette,figment,config,tokio

# Copies the published crates into the directory $1, a new workspace without a lockfile.
copy_published() {
    cp -rL db-config db-config-derive db-config-syntax "$1"
    sed -e 's/^members = .*/members = ["db-config", "db-config-derive", "db-config-syntax"]/' -e '/^default-members/d' \
        Cargo.toml >"$1/Cargo.toml"
}

# Installs the programs of `tools.txt` and adds them to PATH.
install_tools() {
    local tools=$PWD/target/tools
    if ! cmp -s .ci/tools.txt "$tools/tools.txt"; then
        rm -rf "$tools"
        python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps \
            --only-binary=:all: --require-hashes --requirement .ci/tools.txt --target "$tools"
        cp .ci/tools.txt "$tools"
    fi
    PATH=$tools/bin:$PATH
}

need_nightly() { cargo +nightly --version >/dev/null 2>&1 || rustup toolchain install nightly --profile minimal; }
