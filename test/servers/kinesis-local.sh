#!/bin/sh
# Starts kinesis-local (https://www.npmjs.com/package/kinesis-local, MIT), the Kinesis that LocalStack runs inside.
# Needs node 18 or newer with npm. The first start installs it; later ones find it there.
#
#   kinesis-local.sh PORT TLS_PORT [DIRECTORY]
#
# PORT       where it listens for plain HTTP; TLS_PORT for TLS. It listens on every address of this machine.
# DIRECTORY  where it is installed; default: target/servers beside this project's pom
set -eu
version=0.6.2
port=${1:?usage: kinesis-local.sh PORT TLS_PORT [DIRECTORY]}
tls_port=${2:?usage: kinesis-local.sh PORT TLS_PORT [DIRECTORY]}
directory=${3:-$(cd "$(dirname "$0")/../.." && pwd)/target/servers}

home=$directory/kinesis-local-$version
if ! [ -f "$home/installed" ]; then
  rm -rf "$home"
  mkdir -p "$home"
  npm install --prefix "$home" --silent --no-fund --no-audit --ignore-scripts "kinesis-local@$version"
  touch "$home/installed"
fi

# It reads its certificate from the folder it is started in.
cd "$home/node_modules/kinesis-local"
# In place of this shell, so that whoever ends this process ends the server.
export KINESIS_MOCK_PLAIN_PORT="$port" KINESIS_MOCK_TLS_PORT="$tls_port"
# A stream for each test, and no waiting for what takes AWS a while.
export SHARD_LIMIT=500 CREATE_STREAM_DURATION=10ms REGISTER_STREAM_CONSUMER_DURATION=10ms
exec node main.js
