"""Runs Schemathesis against the doors of a fictional node, as everybody who can stand before them."""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
PLACE = TOP / "target" / "openapi"
SCHEMATHESIS = pathlib.Path(sys.executable).parent / "st"

# Acts of the overseer and of the administrator take effect on the others' accounts, so these two come last.
ROLES = ["analyst", "investigator", "prosecutor", "court-officer", "victim-support", "statistician", "overseer", "administrator"]
PURPOSES = {
    "analyst": "triage",
    "investigator": "investigation",
    "prosecutor": "prosecution",
    "court-officer": "prosecution",
    "victim-support": "victim-support",
    "statistician": "statistics",
    "overseer": "oversight",
    "administrator": "administration",
}
# These end sessions, at last the one that asks: each identity is put through them apart, in this order, after everything else.
# Nothing is left out.
ENDING = ["access.change-password", "access.end-own-sessions"]
# Seconds for each of them.
FOR_ENDING = 3
# What says nothing but that an operation is not open to whoever asks.
CLOSED = (401, 403, 405)
NUMBER = re.compile(r"[0-9a-f]{32}")


def asked(url, token=None, body=None, media="application/json"):
    """The JSON answer to a GET, or to a POST where there is a body; nothing where it is refused."""
    headers = {"content-type": media}
    if token:
        headers["authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=60) as answer:
            text = answer.read()
            return [json.loads(line) for line in text.splitlines()] if "ndjson" in media else json.loads(text)
    except urllib.error.HTTPError:
        return None


class Node:
    """A demo's node of a debug build, with both doors open."""

    def __init__(self, binary):
        self.binary = binary
        self.data = PLACE / f"node-{os.getpid()}"
        shutil.rmtree(self.data, ignore_errors=True)
        self.log = open(PLACE / "node.log", "w", encoding="utf-8")
        words = ["demo", "--json", "--port", "0", "--reports", "30", "--cases", "12", "--data", self.data]
        self.process = subprocess.Popen([binary, *words], stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"check-openapi: the node did not start; see {self.log.name}")
        self.doors = json.loads(line)
        self.staff, self.public = self.doors["staff"], self.doors["public"]
        self.machine = self.doors["cybertipline"]["url"].removesuffix("/ispws")

    def stands(self):
        """Whether the doors still answer and the journal verifies after all that."""
        if self.process.poll() is not None:
            return False
        doors = [self.staff, self.public]
        ready = all(urllib.request.urlopen(f"{door}/readyz", timeout=10).status == 200 for door in doors)
        return ready and subprocess.run([self.binary, "verify", "--data", self.data], stdout=self.log).returncode == 0

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.data, ignore_errors=True)


class Door:
    """What was asked at one door and what came of it."""

    def __init__(self, name, url, known, document=None):
        self.name, self.url, self.known = name, url, known
        self.document = document or asked(f"{url}/openapi.json")
        self.answers, self.failures = Counter(), 0
        for stale in PLACE.glob(f"{name}-*"):
            stale.unlink()

    def operations(self):
        return {
            f"{method.upper()} {path}": operation
            for path, methods in self.document["paths"].items()
            for method, operation in methods.items()
        }

    def put_through(self, who, token, seconds, words):
        """One run as one identity: its answers are counted, its failures shown. Returns the operations that are open to it."""
        slug = f"{self.name}-{who}"
        schema, tally, log = (PLACE / f"{slug}.{end}" for end in ("openapi.json", "tally.json", "log"))
        schema.write_text(json.dumps(self.document), encoding="utf-8")
        tally.unlink(missing_ok=True)
        environment = os.environ | {
            "PYTHONPATH": str(HERE),
            "TUTELA_OPENAPI_KNOWN": json.dumps(self.known),
            "TUTELA_OPENAPI_TALLY": str(tally),
        }
        command = [SCHEMATHESIS, "--config-file", HERE / "schemathesis.toml", "--no-color", "run", schema]
        command += ["--url", self.url, "--max-time", str(seconds), *words]
        if token:
            command += ["--header", f"Authorization: Bearer {token}"]
        started = time.monotonic()
        with open(log, "w", encoding="utf-8") as out:
            # The bound is for a run that hangs: Schemathesis ends by itself.
            bound = seconds * 3 + 300
            ended = subprocess.run(
                command, env=environment, cwd=PLACE, stdout=out, stderr=subprocess.STDOUT, timeout=bound
            )
        answers = Counter()
        if tally.exists():
            for label, status, count in json.loads(tally.read_text(encoding="utf-8")):
                answers[label, status] += count
        self.answers += answers
        open_to = {label for (label, status) in answers if status not in CLOSED}
        is_good = ended.returncode == 0 and answers
        self.failures += 0 if is_good else 1
        done = len({label for (label, status) in answers if status < 300})
        took = time.monotonic() - started
        print(
            f"{slug:28} {sum(answers.values()):7} requests, {len({label for label, _ in answers})} operations,"
            f" {done} done, {took:.0f} s: {'as described' if is_good else f'FAILED, see {log}'}",
            flush=True,
        )
        return open_to

    def report(self):
        every = set(self.operations())
        covered = {label for label, _ in self.answers} & every
        done = {label for (label, status) in self.answers if status < 300} & every
        broken = sum(count for (_, status), count in self.answers.items() if status >= 500)
        print(
            f"proof: openapi-{self.name}: {len(covered)} of {len(every)} operations asked, {len(done)} done at least once,"
            f" {sum(self.answers.values())} requests, {broken} answers of 500 or more, {self.failures} runs with failures"
        )
        never = sorted(every - covered)
        if never:
            print(f"never asked: {', '.join(never)}")
        return self.failures == 0 and broken == 0 and not never


def kept(records, value):
    """Notes the numbers of records by the names of the columns that they stand in."""
    for row in value:
        for name, cell in row.items():
            if isinstance(cell, str) and NUMBER.fullmatch(cell):
                records.setdefault(name, set()).add(cell)


def known_records(node, document, tokens):
    """The records that somebody here sees in a list: acts on what is not there come to nothing."""
    records = {}
    lists = [path for path in document["paths"] if path.startswith("/api/lists/")]
    for token in tokens:
        for path in lists:
            page = asked(f"{node.staff}{path}?per_page=50", token)
            kept(records, page["rows"] if page else [])
    return {name: sorted(numbers) for name, numbers in records.items()}


def identities(node, document):
    """Everybody: each role by a fresh session, somebody of another unit, a machine, and nobody at all."""
    long = {one["name"]: one["token"] for one in node.doors["tokens"]}
    accounts = node.doors["accounts"]

    def session(user, role, password):
        # The long session proves itself anew, too: for what it is kept for, the proof must be fresh.
        asked(f"{node.staff}/api/sign-in/again", long[user], {"password": password})
        body = {"user": user, "password": password, "purpose": PURPOSES[role]}
        return asked(f"{node.staff}/api/sign-in", None, body)["token"]

    def one_of(role, word):
        return next(one for one in accounts if one["role"] == role and word(one["user"]))

    elsewhere = one_of("investigator", lambda user: "outsider" in user)
    yield "nobody", None, None
    token = session(elsewhere["user"], "investigator", elsewhere["password"])
    yield "another-unit", token, long[elsewhere["user"]]
    for role in ROLES:
        # The proof of a session holds ten minutes: each is opened when its turn comes.
        one = one_of(role, lambda user: "outsider" not in user)
        token = session(one["user"], role, one["password"])
        if role == "investigator":
            rooms = {operation["tags"][0] for methods in document["paths"].values() for operation in methods.values()}
            scope = " ".join(f"{room}.*" for room in sorted(rooms - {"desk", "access"}))
            body = {"label": "openapi", "purpose": PURPOSES[role], "scope": scope, "days": 1}
            yield "machine", asked(f"{node.staff}/api/tokens", token, body)["token"], None
        yield role, token, long[one["user"]]


def staff_door(node, seconds):
    document = asked(f"{node.staff}/openapi.json")
    known = known_records(node, document, [one["token"] for one in node.doors["tokens"]])
    door = Door("staff", node.staff, known)
    names = {label: operation["operationId"] for label, operation in door.operations().items()}
    others = [word for name in ENDING for word in ("--exclude-operation-id", name)]
    each = max(6, seconds // (len(ROLES) + 3) - FOR_ENDING * len(ENDING))
    for who, token, long in identities(node, document):
        # Everything once; then, longer, what a role may do: the rest answers 403 whatever is sent.
        open_to = door.put_through(who, token, each // 3, others)
        inside = [word for label in sorted(open_to) for word in ("--include-operation-id", names[label])]
        if inside:
            door.put_through(f"{who}-inside", token, each - each // 3, inside)
        for name in ENDING if long else []:
            door.put_through(f"{who}-{name}", long, FOR_ENDING, ["--include-operation-id", name])
    return door.report()


def public_door(node, seconds):
    receipts = []
    for number in range(5):
        body = {"text": f"This is fictional report {number}.", "by": "child"}
        receipts.append(asked(f"{node.public}/api/reports", None, body)["receipt"]["digits"])
    statistician = next(one["token"] for one in node.doors["tokens"] if one["name"] == "fictional-statistician")
    released = asked(f"{node.staff}/api/lists/demand-map/releases", statistician)
    releases = [row["release_id"] for row in released["rows"]] if released else []
    known = {"receipt": receipts, "release": releases}
    door = Door("public", node.public, known)
    door.put_through("anybody", None, seconds, [])
    return door.report()


def machine_door(node, seconds):
    """Both keys of a sender's system, and nobody. The wire of platforms stands in the document as XML and forms."""
    keys = node.doors["cybertipline"]

    def token(key):
        return f"{key['user']}.{key['password']}"

    document = asked(f"{node.machine}/v1/openapi.json", token(keys))
    own = []
    for number in range(5):
        line = {"id": f"openapi-{number}", "text": f"This is fictional report {number}."}
        asked(f"{node.machine}/v1/reports/batch", token(keys), line, "application/x-ndjson")
        own.append(line["id"])
    door = Door("machine", node.machine, {"report": own, "id": own}, document)
    door.put_through("nobody", None, max(20, seconds // 10), [])
    door.put_through("sandbox", token(keys["sandbox"]), seconds * 3 // 10, [])
    door.put_through("sender", token(keys), seconds * 6 // 10, [])
    return door.report()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--door", choices=["staff", "public", "machine"])
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("--binary", default=TOP / "target" / "debug" / "tutela")
    given = options.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    # Who stops this stops the node, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    node = Node(given.binary)
    try:
        # The staff's last: there, sessions end.
        doors = {"public": public_door, "machine": machine_door, "staff": staff_door}
        held = [door(node, given.seconds) for name, door in doors.items() if given.door in (None, name)]
        stands = node.stands()
        print(f"proof: openapi: afterwards the doors answer and the journal verifies: {'yes' if stands else 'NO'}")
    finally:
        node.stop()
    return 0 if stands and all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
