#!/bin/sh
# Makes .venv with everything the application and its tests need. Usage: setup.sh PYTHON
set -eu

if command -v dpkg-query >/dev/null 2>&1; then
    missing=
    for package in $(cat resources/system-packages.txt); do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    "$1" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
    if [ -n "$missing" ] && [ "$(id -u)" = 0 ]; then
        echo "Installing system libraries:$missing"
        apt-get update -qq
        # shellcheck disable=SC2086  # a list of names
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
    elif [ -n "$missing" ]; then
        echo "The window needs system libraries that are not installed. Please run:"
        echo "    sudo apt-get install$missing"
        echo "and then this command again."
        exit 1
    fi
fi

echo "Installing packages into .venv (PyTorch is large: this takes some minutes once)"
"$1" -m venv .venv
.venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
