#!/usr/bin/env python3
"""Runs labelmarket and its peers on the same instances, side by side.

    bench.py --labelmarket BINARY --tools DIR [--python PYTHON] [--sizes S,M] [--seeds 1,2] [--quality fast,standard,best]
             [--variants plain,no-vouchers,no-compute,tight] [--threads 1,2] [--peers highs,cpsat] [--peer-seconds 60]
             [--peer-sizes S,M] [--flow assign2000,trans20k] [--lemon PROGRAM] [--keep DIR]

DIR holds gen.py, gen_flow.py, check.py, peer_highs.py, peer_cpsat.py, peer_flow.py; PYTHON is an interpreter that has
the packages they need; PROGRAM is network.cpp compiled. Every solution of labelmarket is verified by check.py before its
line is printed; the last line counts them. Seconds of labelmarket are those of the solve, without reading; the peers report
theirs the same way. Variants other than plain are solved once each, by standard, for the checks.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile


checked = {"answers": 0, "instances": set()}


def run(command, limit=None):
    """Output of a command; None when it took longer than the limit or, with a limit, failed."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        if limit:
            return None
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def number(text, name):
    found = re.search(name + r"[= ](-?[\d.]+)", text)
    return float(found.group(1)) if found else float("nan")


def row(instance, who, objective, bound, seconds, best):
    gap = (bound - objective) / max(1, abs(bound)) * 100
    ratio = objective / best if best else float("nan")
    print(f"| {instance} | {who} | {objective:,.0f} | {bound:,.0f} | {gap:.3f} % | {seconds:.3f} | {ratio:.5f} |", flush=True)


FLAGS = {"plain": [], "no-vouchers": ["--no-vouchers"], "no-compute": ["--no-compute"], "tight": ["--tight", "1.5"]}


def solve(args, name, path, quality, threads):
    out = os.path.join(args.keep, name + ".mks")
    text = run([args.labelmarket, "match", "solve", path, "--out", out, "--quality", quality, "--threads", threads])
    run([args.python, os.path.join(args.tools, "check.py"), path, out])
    checked["answers"] += 1
    checked["instances"].add(name)
    return number(text, "objective"), number(text, "bound"), number(text, "in") / 1000


def market(args, size, seed, variant):
    name = f"{size}-{seed}" + ("" if variant == "plain" else "-" + variant)
    path = os.path.join(args.keep, name + ".mki")
    if not os.path.exists(path):
        run([args.python, os.path.join(args.tools, "gen.py"), size, seed, path] + FLAGS[variant])
    first = 0
    for quality in args.quality.split(",") if variant == "plain" else ["standard"]:
        for threads in args.threads.split(",") if variant == "plain" else ["1"]:
            objective, bound, seconds = solve(args, name, path, quality, threads)
            first = first or objective
            row(name, f"labelmarket {quality}, {threads} thr.", objective, bound, seconds, first)
    for peer in filter(None, args.peers.split(",") if variant == "plain" else []):
        for threads in args.threads.split(","):
            who = f"{peer}, {threads} thr."
            if size not in args.peer_sizes.split(","):
                print(f"| {name} | {who} | skipped: the model is too large for it | | | | |", flush=True)
                continue
            flag = "--workers" if peer == "cpsat" else "--threads"
            script = os.path.join(args.tools, f"peer_{peer}.py")
            text = run(
                [args.python, script, path, "--time", str(args.peer_seconds), flag, threads], 3 * args.peer_seconds + 60)
            if text is None:
                print(f"| {name} | {who} | skipped: no answer in time | | | | |", flush=True)
            else:
                row(name, who, number(text, "obj"), number(text, "bound"), number(text, "wall"), first)


def as_market(problem, path):
    """Writes a flow problem as a market: one job a source, one plan an arc."""
    supply, arcs = {}, []
    for line in open(problem):
        field = line.split()
        if field[0] == "n":
            supply[int(field[1])] = int(field[2])
        elif field[0] == "a":
            arcs.append(tuple(map(int, field[1:])))
    jobs = max(node for node, units in supply.items() if units > 0)
    sink = max(max(arc[1] for arc in arcs), max(supply))
    perfect = supply[sink] == -1
    base = 4 * max(arc[4] for arc in arcs) if perfect else 0
    capacity, plans = {}, [[] for _ in range(jobs + 1)]
    for source, target, _, units, cost in arcs:
        if source > jobs:
            capacity[source] = units
        elif perfect or target != sink:
            plans[source].append((target, base - cost))
            capacity.setdefault(target, 1)
    nodes = {node: index for index, node in enumerate(sorted(capacity))}
    value = 10_000_000
    with open(path, "w") as out:
        out.write(f"MKI 1 flow 0\nH {jobs} {len(nodes)} 0 0 0 1 {sum(map(len, plans))} 0\n")
        for node, index in nodes.items():
            out.write(f"R {index} {capacity[node]} 0 V {index}\n")
        for job in range(jobs):
            mine = plans[job + 1]
            out.write(f"J {job} 0 0 {value} {10 * value} 0 0 0 0 0 0 0 0 0 0 0 -1 {len(mine)} 0 0\n")
            for node, profit in mine:
                out.write(f"L {value} {profit} 0 0 1 0 1 {nodes[node]} 1\n")
        out.write("E\n")
    return base * jobs


def flow(args, kind):
    problem = os.path.join(args.keep, kind + ".dimacs")
    if not os.path.exists(problem):
        run([args.python, os.path.join(args.tools, "gen_flow.py"), kind, "1", problem])
    path = os.path.join(args.keep, kind + ".mki")
    offset = as_market(problem, path)
    text = run([args.labelmarket, "match", "solve", path, "--out", os.path.join(args.keep, kind + ".mks")])
    cost = offset - number(text, "objective") / 1000
    bound = offset - number(text, "bound") / 1000
    seconds = number(text, "in") / 1000
    print(f"| {kind} | labelmarket | {cost:,.0f} | {bound:,.0f} | | {seconds:.3f} | 1 |", flush=True)
    peers = []
    solvers = ["scipy", "scipy_sparse", "ortools_lsa", "ortools"] if offset else ["ortools"]
    for solver in solvers:
        peers.append((solver, [args.python, os.path.join(args.tools, "peer_flow.py"), problem, "--solver", solver]))
    if args.lemon:
        for method in ["simplex", "scaling"]:
            peers.append((f"lemon {method}", [args.lemon, problem, method]))
    for solver, command in peers:
        text = run(command, 300)
        if text is None:
            print(f"| {kind} | {solver} | skipped: no answer in time | | | | |", flush=True)
            continue
        wall = number(text, "wall")
        print(f"| {kind} | {solver} | {number(text, 'obj'):,.0f} | | | {wall:.3f} | {wall / seconds:.2f} × the time |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labelmarket", required=True)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--sizes", default="S,M")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--quality", default="fast,standard,best")
    parser.add_argument("--threads", default="1")
    parser.add_argument("--peers", default="")
    parser.add_argument("--peer-seconds", type=int, default=60)
    parser.add_argument("--peer-sizes", default="S,M")
    parser.add_argument("--variants", default="plain")
    parser.add_argument("--flow", default="")
    parser.add_argument("--lemon", default="")
    parser.add_argument("--keep", default=tempfile.gettempdir())
    args = parser.parse_args()
    print("| instance | solver | objective | bound | gap | seconds | ratio |\n|---|---|---|---|---|---|---|")
    for size in filter(None, args.sizes.split(",")):
        for seed in args.seeds.split(","):
            for variant in args.variants.split(",") if size in ("S", "M") else ["plain"]:
                market(args, size, seed, variant)
    for kind in filter(None, args.flow.split(",")):
        flow(args, kind)
    print(f"\n{checked['answers']} answers to {len(checked['instances'])} instances verified")


main()
