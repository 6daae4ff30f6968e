"""Stands between the program and ssh: counts requests, and kills the program or breaks the connection after some.

    relay.py PLAN ssh …    PLAN is a file: `pass 0`, `kill N` or `break N`
"""

import os
import pathlib
import signal
import struct
import subprocess
import sys
import threading
import time

plan = pathlib.Path(sys.argv[1])
what, number = plan.read_text().split()
ssh = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def back():
    while data := os.read(ssh.stdout.fileno(), 65536):
        os.write(1, data)
    os._exit(ssh.wait())


def exactly(count):
    data = b""
    while len(data) < count:
        piece = os.read(0, count - len(data))
        if not piece:
            ssh.stdin.close()
            os._exit(ssh.wait())
        data += piece
    return data


threading.Thread(target=back, daemon=True).start()
seen = 0
while True:
    length = exactly(4)
    packet = length + exactly(struct.unpack(">I", length)[0])
    seen += 1
    if what == "break" and seen % 7 == 0:
        time.sleep(0.02)
    if what != "pass" and seen > int(number) + 1:
        if int(number) % 2:
            ssh.stdin.write(packet)
            ssh.stdin.flush()
            time.sleep(0.05)
        if what == "kill":
            os.kill(os.getppid(), signal.SIGKILL)
        ssh.kill()
        os._exit(1)
    ssh.stdin.write(packet)
    ssh.stdin.flush()
