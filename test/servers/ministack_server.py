"""Runs MiniStack with subscriptions of a given life time; ministack.sh installs it and says how to call this."""

import os
import socket
import sys
import threading
import time

from ministack import app
from ministack.services import kinesis

PORT = int(sys.argv[1])
STARTED_BY = os.getppid()


def say_when_ready():
    while True:
        try:
            socket.create_connection(("127.0.0.1", PORT), 1).close()
            print(f"MiniStack is ready on http://127.0.0.1:{PORT}", flush=True)
            return
        except OSError:
            time.sleep(0.1)


def end_with_the_starter():
    while os.getppid() == STARTED_BY:
        time.sleep(1)
    os._exit(0)


kinesis.SUBSCRIPTION_SECONDS = float(sys.argv[2])
sys.argv = ["ministack"]
for watch in (say_when_ready, end_with_the_starter):
    threading.Thread(target=watch, daemon=True).start()
app.main()
