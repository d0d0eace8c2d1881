"""Kills the server again and again under load, and proves that nothing acknowledged is lost and nothing is done twice.

Sixty-four clients post deposits (money) and new jobs, each with a key of its own. At a random moment the server gets
SIGKILL. Then: the file as the crash left it verifies; the server starts again on it; every command that was answered is
there exactly once; those cut off are sent again with their keys and are there exactly once as well.

    kill-test.py LABELMARKET [--rounds 20] [--clients 64] [--seed N]
"""

import argparse
import datetime
import http.client
import os
import random
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from market_client import Client  # noqa: E402

GONE = (OSError, http.client.HTTPException)


class Command:
    """One post: what it asks for, under which key, and whether the server said that it is done."""

    def __init__(self, round_number, number, payer):
        self.key = secrets.token_hex(16)
        self.name = f"K{round_number}-{number}-{self.key[:8]}"
        self.is_deposit = number % 2 == 0
        self.fen = 1 + number % 977
        self.payer = payer
        self.answered = False
        self.location = ""

    def send(self, client, token):
        fields = {"csrf": token, "key": self.key}
        if self.is_deposit:
            path = "/zh/admin/deposits"
            yuan = f"{self.fen // 100}.{self.fen % 100:02d}"
            fields |= {"code": self.payer, "amount": yuan, "reference": self.name, "received": "2026-01-05"}
        else:
            path = "/zh/jobs/new"
            fields |= {"title": self.name}
        status, location, _ = client.post(path, fields)
        if status == 303:
            self.answered = True
            self.location = location
        return status


class Market:
    """The server as a process of its own, on a copy of the demonstration market."""

    def __init__(self, binary, folder, port):
        self.binary, self.data, self.port = binary, folder + "/demo", port
        self.process = None
        said = self.run("demo", "--data", self.data)
        self.secret = re.search(r"administrator@\S+ .* code (\S+)", said).group(1)

    def run(self, *arguments):
        done = subprocess.run([self.binary, *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self):
        """Starts the server. Returns the seconds until the first page."""
        began = time.monotonic()
        log = open(self.data + "/server.log", "ab")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--data", self.data, "--port", str(self.port)], stderr=log, stdout=log,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})
        while time.monotonic() - began < 30:
            try:
                if Client(self.port).get("/zh/jobs")[0] == 200:
                    return time.monotonic() - began
            except GONE:
                time.sleep(0.005)
        raise SystemExit("the server does not come back")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def sessions(self):
        buyer, administrator = Client(self.port), Client(self.port)
        buyer.sign_in("qingyu")
        administrator.sign_in("administrator", lambda: self.run("code", self.secret).strip())
        return buyer, administrator

    def value(self, query, *values):
        with sqlite3.connect(f"file:{self.data}/market.sqlite?mode=ro", uri=True) as database:
            return database.execute(query, values).fetchone()[0]


def one_round(market, number, options, payer, sessions):
    buyer, administrator = sessions
    tokens = {False: buyer.token("/zh/jobs/new"), True: administrator.token("/zh/admin/deposits")}
    commands, lock, over = [], threading.Lock(), threading.Event()

    def client():
        browsers = {False: Client(market.port, buyer.cookies), True: Client(market.port, administrator.cookies)}
        while not over.is_set():
            with lock:
                command = Command(number, len(commands), payer)
                commands.append(command)
            try:
                status = command.send(browsers[command.is_deposit], tokens[command.is_deposit])
            except GONE:
                return
            if status not in (303, 503):
                raise SystemExit(f"{command.name} was answered with {status}")

    threads = [threading.Thread(target=client) for _ in range(options.clients)]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(0.2, options.longest))
    market.kill()
    over.set()
    for thread in threads:
        thread.join()
    answered = [command for command in commands if command.answered]
    cut = [command for command in commands if not command.answered]
    market.run("verify", "--data", market.data)
    problems = check(market, answered, 1, 1) + check(market, cut, 0, 1)
    ready = market.start()
    buyer.reconnect()
    administrator.reconnect()
    tokens = {False: buyer.token("/zh/jobs/new"), True: administrator.token("/zh/admin/deposits")}
    for command in cut + random.sample(answered, min(50, len(answered))):
        before = command.location
        status = command.send(administrator if command.is_deposit else buyer, tokens[command.is_deposit])
        if status != 303 or before and before != command.location:
            problems.append(f"{command.name} sent again was answered with {status} {command.location}")
    problems += check(market, commands, 1, 1)
    print(
        f"round {number}: {len(answered)} answered, {len(cut)} cut off, first page {ready:.2f} s after the restart, "
        + ("; ".join(problems[:5]) if problems else "all there once"), flush=True)
    return len(answered), len(cut), ready, problems


def check(market, commands, least, most):
    problems = []
    with sqlite3.connect(f"file:{market.data}/market.sqlite?mode=ro", uri=True) as database:
        for command in commands:
            if command.is_deposit:
                query = (
                    "SELECT COUNT(*), COALESCE(MAX(transfer.amount), ?2) FROM deposit "
                    "LEFT JOIN transfer ON transfer.id = deposit.transfer AND transfer.request = ?3 "
                    "WHERE bank_reference = ?1")
                count, fen = database.execute(query, (command.name, command.fen, bytes.fromhex(command.key))).fetchone()
                if fen != command.fen:
                    problems.append(f"{command.name} moved {fen} fen")
            else:
                query = "SELECT COUNT(*) FROM job WHERE title = ?"
                count = database.execute(query, (command.name,)).fetchone()[0]
            kept = database.execute("SELECT COUNT(*) FROM request WHERE key = ?", (bytes.fromhex(command.key),)).fetchone()[0]
            if not least <= count <= most or kept != count:
                problems.append(f"{command.name} is there {count} times, its key {kept} times")
    return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--longest", type=float, default=3.0, help="seconds of load at most before the kill")
    parser.add_argument("--port", type=int, default=8093)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else secrets.randbelow(1 << 32)
    random.seed(seed)
    print(f"seed {seed}, {options.rounds} rounds, {options.clients} clients", flush=True)
    failures, answered, cut, slowest = [], 0, 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        market = Market(os.path.abspath(options.binary), folder, options.port)
        payer = market.value("SELECT credit_code FROM organisation WHERE kind = 'startUp' ORDER BY id LIMIT 1")
        market.start()
        try:
            sessions = market.sessions()
            for number in range(1, options.rounds + 1):
                done, lost, ready, problems = one_round(market, number, options, payer, sessions)
                answered, cut, slowest = answered + done, cut + lost, max(slowest, ready)
                failures += problems
        finally:
            market.kill()
        print(market.run("verify", "--data", market.data).splitlines()[-1])
    print(f"{answered} answered and {cut} cut off in {options.rounds} kills; slowest restart {slowest:.2f} s")
    if failures:
        raise SystemExit("\n".join(failures))
    print("every acknowledged command is there exactly once")


main()
