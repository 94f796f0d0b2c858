#!/bin/sh
# Starts MiniStack (https://pypi.org/project/ministack/, MIT), which speaks Kinesis with SubscribeToShard.
# Needs python3, 3.10 or newer, with venv. The first start installs it; later ones find it there.
#
#   ministack.sh PORT [DIRECTORY [SUBSCRIPTION_SECONDS]]
#
# PORT                  where it listens, on loopback only
# DIRECTORY             where it is installed; default: target/servers beside this project's pom
# SUBSCRIPTION_SECONDS  how long a subscription lives; default 300, as with AWS
#
# Prints "MiniStack is ready" when it answers. Ends when it is told to, or when the process that started it is gone.
set -eu
version=1.5.33
port=${1:?usage: ministack.sh PORT [DIRECTORY [SUBSCRIPTION_SECONDS]]}
scripts=$(cd "$(dirname "$0")" && pwd)
directory=${2:-$scripts/../../target/servers}
seconds=${3:-300}

venv=$directory/ministack-$version
if ! [ -f "$venv/installed" ]; then
  rm -rf "$venv"
  mkdir -p "$directory"
  python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "ministack==$version" "cbor2==6.3.0"
  touch "$venv/installed"
fi

# In place of this shell, so that whoever ends this process ends the server.
export BIND_HOST=127.0.0.1 GATEWAY_PORT="$port"
exec "$venv/bin/python" "$scripts/ministack_server.py" "$port" "$seconds"
