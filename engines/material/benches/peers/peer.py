"""The peers, asked line by line: each line a command, each answer one line of JSON."""
import io, json, sys, time
import numpy as np

state = {}


def load(path, out):
    """Decodes a file as HMA does and writes its pixels where the other side reads them."""
    from PIL import Image
    picture = Image.open(path).convert("RGB")
    pixels = np.asarray(picture)
    pixels.tofile(out)
    state["pixels"] = pixels
    state["bytes"] = open(path, "rb").read()
    return {"width": picture.width, "height": picture.height}


def text(vector):
    return "".join(f"{byte:02x}" for byte in np.packbits(vector.astype(bool)))


def hash_pixels():
    import pdqhash
    begun = time.process_time()
    vector, quality = pdqhash.compute(state["pixels"])
    return {"seconds": time.process_time() - begun, "hash": text(vector), "quality": int(quality)}


def turns():
    import pdqhash
    begun = time.process_time()
    vectors, quality = pdqhash.compute_dihedral(state["pixels"])
    return {"seconds": time.process_time() - begun, "hashes": [text(vector) for vector in vectors], "quality": int(quality)}


def hash_file():
    import pdqhash
    from PIL import Image
    begun = time.process_time()
    vector, quality = pdqhash.compute(np.asarray(Image.open(io.BytesIO(state["bytes"])).convert("RGB")))
    return {"seconds": time.process_time() - begun, "hash": text(vector)}


def index(kind, path):
    import faiss
    faiss.omp_set_num_threads(1)
    hashes = np.fromfile(path, dtype=np.uint8).reshape(-1, 32)
    begun = time.perf_counter()
    made = faiss.IndexBinaryFlat(256) if kind == "flat" else faiss.IndexBinaryMultiHash(256, 16, 16)
    if kind != "flat":
        made.nflip = 1
    made.add(hashes)
    state[kind] = made
    return {"seconds": time.perf_counter() - begun}


def search(kind, path, first, count):
    """One query at a time, as they come; radius 31 means less than 32."""
    queries = np.fromfile(path, dtype=np.uint8).reshape(-1, 32)
    found, times = [], []
    for at in range(first, first + count):
        begun = time.perf_counter()
        limits, distances, ids = state[kind].range_search(queries[at:at + 1], 32)
        times.append(time.perf_counter() - begun)
        found.append(sorted(ids.tolist()))
    return {"times": times, "found": found}


def drop(kind):
    state.pop(kind, None)
    return {}


for line in sys.stdin:
    command, *rest = json.loads(line)
    print(json.dumps(globals()[command](*rest)), flush=True)
