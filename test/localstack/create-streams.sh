#!/bin/sh
# LocalStack runs this when it is ready.
set -eu
awslocal kinesis create-stream --region us-east-1 --stream-name orders --shard-count 4
awslocal kinesis wait stream-exists --region us-east-1 --stream-name orders
