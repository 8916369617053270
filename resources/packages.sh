#!/bin/sh
# Sees that Debian packages are installed; installs them when root. Usage: packages.sh NAME...
set -eu

command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
    echo "Installing system packages:$missing"
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
else
    echo "System packages are missing. Please run:"
    echo "    sudo apt-get install$missing"
    echo "and then this command again."
    exit 1
fi
