#!/bin/sh
# Makes .venv with everything the application and its tests need. Usage: setup.sh PYTHON
set -eu

venv=
"$1" -c 'import ensurepip, venv' 2>/dev/null || venv=python3-venv
# shellcheck disable=SC2046  # a list of names
sh resources/packages.sh $(cat resources/system-packages.txt) $venv

echo "Installing packages into .venv (PyTorch is large: this takes some minutes once)"
"$1" -m venv .venv
.venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
