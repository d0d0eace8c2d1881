// Solves a minimum-cost flow in DIMACS form with LEMON and prints one line: objective, and seconds without reading.
//     network FILE [simplex|scaling]
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <vector>

using Graph = lemon::SmartDigraph;
using Units = long long;

template <class Solver>
static int solve(const char* name, Graph& graph, Graph::ArcMap<Units>& upper, Graph::ArcMap<Units>& cost,
                 Graph::NodeMap<Units>& supply) {
    const auto start = std::chrono::steady_clock::now();
    Solver solver(graph);
    solver.upperMap(upper).costMap(cost).supplyMap(supply);
    const auto outcome = solver.run();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    if (outcome != Solver::OPTIMAL) return std::fprintf(stderr, "no optimum\n"), 1;
    std::printf("%s obj=%lld wall=%.3f\n", name, static_cast<Units>(solver.totalCost()), wall.count());
    return 0;
}

int main(int count, char** words) {
    if (count < 2) return std::fprintf(stderr, "network FILE [simplex|scaling]\n"), 2;
    std::FILE* file = std::fopen(words[1], "r");
    if (!file) return std::perror(words[1]), 2;
    struct Row { int from, to; Units most, price; };
    std::vector<Units> supplies;
    std::vector<Row> rows;
    char line[256];
    while (std::fgets(line, sizeof line, file)) {
        long nodes = 0, id = 0;
        Units units = 0, least = 0;
        Row row{};
        if (std::sscanf(line, "p min %ld", &nodes) == 1) supplies.assign(nodes, 0);
        if (std::sscanf(line, "n %ld %lld", &id, &units) == 2) supplies.at(id - 1) = units;
        if (std::sscanf(line, "a %d %d %lld %lld %lld", &row.from, &row.to, &least, &row.most, &row.price) == 5) rows.push_back(row);
    }
    std::fclose(file);
    Graph graph;
    for (size_t node = 0; node < supplies.size(); ++node) graph.addNode();
    Graph::ArcMap<Units> upper(graph), cost(graph);
    Graph::NodeMap<Units> supply(graph);
    for (size_t node = 0; node < supplies.size(); ++node) supply[graph.nodeFromId(static_cast<int>(node))] = supplies[node];
    for (const Row& row : rows) {
        const auto arc = graph.addArc(graph.nodeFromId(row.from - 1), graph.nodeFromId(row.to - 1));
        upper[arc] = row.most;
        cost[arc] = row.price;
    }
    if (count > 2 && !std::strcmp(words[2], "scaling"))
        return solve<lemon::CostScaling<Graph, Units>>("lemon_cost_scaling", graph, upper, cost, supply);
    return solve<lemon::NetworkSimplex<Graph, Units>>("lemon_network_simplex", graph, upper, cost, supply);
}
