"""Fills, builds, serves and asks Hasher-Matcher-Actioner; see the head of `hma`."""

import io
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

LISTED = 1_000_000
THREADS = 2
SECONDS = 20
PORT = 5188

folder, server = Path(sys.argv[1]), sys.argv[2]
home = folder / "hasher-matcher-actioner" / "src"
python = folder / "python" / "bin"


def database():
    """A database of its own on that server."""
    parts = urlsplit(server)
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS hma_bench WITH (FORCE)")
        cursor.execute("CREATE DATABASE hma_bench")
    connection.close()
    return urlunsplit(parts._replace(scheme="postgresql", path="/hma_bench"))


def environment(url, threads):
    config = folder / "config.py"
    config.write_text(
        "from threatexchange.content_type.photo import PhotoContent\n"
        "from threatexchange.content_type.video import VideoContent\n"
        "from threatexchange.signal_type.pdq.signal import PdqSignal\n"
        "from threatexchange.signal_type.md5 import VideoMD5Signal\n"
        "from OpenMediaMatch.storage.postgres.impl import DefaultOMMStore\n"
        f"DATABASE_URI = {url.replace('postgresql:', 'postgresql+psycopg2:', 1)!r}\n"
        "PRODUCTION = True\nROLE_HASHER = True\nROLE_MATCHER = True\nROLE_CURATOR = True\n"
        "TASK_FETCHER = False\nTASK_INDEXER = False\nTASK_INDEX_CACHE = True\n"
        "STORAGE_IFACE_INSTANCE = DefaultOMMStore(signal_types=[PdqSignal, VideoMD5Signal], "
        "content_types=[PhotoContent, VideoContent])\n"
    )
    more = {"OMM_CONFIG": str(config), "FLASK_APP": "OpenMediaMatch.app", "PYTHONPATH": str(home)}
    if threads:
        more["OMP_NUM_THREADS"] = str(threads)
    return {**os.environ, **more}


def fill(url):
    dice = random.Random(1)
    hashes = [f"{dice.getrandbits(256):064x}" for _ in range(LISTED)]
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO bank (name, enabled_ratio) VALUES ('RANDOM_HASHES', 1.0) RETURNING id")
        bank = cursor.fetchone()[0]
        contents = "".join(f"{n}\t{bank}\t1\n" for n in range(1, LISTED + 1))
        cursor.copy_expert("COPY bank_content (id, bank_id, disable_until_ts) FROM STDIN", io.StringIO(contents))
        signals = "".join(f"{n}\tpdq\t{text}\n" for n, text in enumerate(hashes, 1))
        copy = "COPY content_signal (content_id, signal_type, signal_val) FROM STDIN"
        cursor.copy_expert(copy, io.StringIO(signals))
    connection.close()
    return hashes


def ask(connection, text):
    request = f"GET /m/lookup?signal_type=pdq&signal={text} HTTP/1.1\r\nhost: hma\r\n\r\n"
    connection.sendall(request.encode())
    told = b""
    while b"\r\n\r\n" not in told:
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("closed")
        told += piece
    head, body = told.split(b"\r\n\r\n", 1)
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    while len(body) < length:
        body += connection.recv(65536)
    return int(head.split(b" ", 2)[1]), body


def connected():
    connection = socket.create_connection(("127.0.0.1", PORT), timeout=60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def asking(hashes, seed, waits):
    dice = random.Random(seed)
    connection, end = connected(), time.monotonic() + SECONDS
    while time.monotonic() < end:
        number = dice.getrandbits(256)
        if len(waits) % 2 == 0:
            number = int(dice.choice(hashes), 16)
            for _ in range(dice.randrange(31)):
                number ^= 1 << dice.randrange(256)
        text, begun = f"{number:064x}", time.monotonic()
        try:
            status, _ = ask(connection, text)
        except (ConnectionError, StopIteration):
            # Workers of gunicorn that serve one request a connection close it.
            connection.close()
            connection = connected()
            status, _ = ask(connection, text)
        if status != 200:
            raise SystemExit(f"answered with {status}")
        waits.append((time.monotonic() - begun) * 1000)
    connection.close()


def measure(url, hashes, threads):
    words = ["gunicorn", "--workers", "2", "--threads", "2", "--keep-alive", "60", "--bind", f"127.0.0.1:{PORT}"]
    served = subprocess.Popen(
        [python / words[0], *words[1:], "OpenMediaMatch.app:create_app()"],
        cwd=home,
        env=environment(url, threads),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        ready, until = 0, time.monotonic() + 300
        # Both workers have to have loaded their index.
        while ready < 40:
            if time.monotonic() > until:
                raise SystemExit("it did not become ready")
            try:
                connection = connected()
                status, body = ask(connection, hashes[0])
                connection.close()
                ready = ready + 1 if status == 200 and b"RANDOM" in body else 0
            except (OSError, StopIteration):
                ready = 0
            time.sleep(0.1)
        waits = [[] for _ in range(THREADS)]
        askers = [threading.Thread(target=asking, args=(hashes, n, waits[n])) for n in range(THREADS)]
        for one in askers:
            one.start()
        for one in askers:
            one.join()
        every = sorted(sum(waits, []))
        setting = f"OMP_NUM_THREADS={threads}" if threads else "as shipped"
        p50, p99 = every[len(every) // 2], every[len(every) * 99 // 100]
        print(f"HMA 1.1.7, {setting}: {len(every) / SECONDS:.0f}/s, p50 {p50:.2f} ms, p99 {p99:.2f} ms", flush=True)
    finally:
        os.killpg(served.pid, signal.SIGTERM)
        served.wait()


def main():
    url = database()
    migrating = {**environment(url, None), "MIGRATION_COMMAND": "1"}
    flask = [python / "flask", "db", "upgrade", "--directory", "OpenMediaMatch/migrations"]
    subprocess.run(flask, cwd=home, env=migrating, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    hashes = fill(url)
    begun = time.monotonic()
    build = [python / "flask", "build_indices"]
    subprocess.run(build, cwd=home, env=migrating, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print(f"HMA 1.1.7: index of {LISTED} built in {time.monotonic() - begun:.0f} s", flush=True)
    for threads in (1, None):
        measure(url, hashes, threads)


main()
