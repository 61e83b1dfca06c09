package com.ovhi.outreach.local.suite;

import com.ovhi.outreach.embedded.Ports;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Which port everything listens on. */
record SuitePorts(int offset) {

    private static final int MARIADB = 23306;
    private static final int KAFKA = 29092;
    private static final int REDIS = 26379;
    private static final int SIMULATORS = 8099;
    private static final int MORE_WORKERS = 8100;

    int mariaDb() {
        return MARIADB + offset;
    }

    int kafka() {
        return KAFKA + offset;
    }

    int redis() {
        return REDIS + offset;
    }

    int simulators() {
        return SIMULATORS + offset;
    }

    int of(SuiteService service) {
        return service.defaultPort() + offset;
    }

    /** Of the second process of channel-workers, and those after it. */
    int worker(int number) {
        return MORE_WORKERS + number + offset;
    }

    String url(SuiteService service) {
        return "http://127.0.0.1:" + of(service);
    }

    String simulatorsUrl() {
        return "http://127.0.0.1:" + simulators();
    }

    /**
     * Makes sure that nobody else listens there.
     *
     * @throws StartFailure naming every port that is taken
     */
    void requireFree() {
        var taken = taken();
        if (!taken.isEmpty()) {
            throw new StartFailure("These ports are taken: " + taken
                    + ". Stop what listens there (is the suite running already?) or start with --port-offset 1000.");
        }
    }

    /** What somebody else listens on, for people; empty when nobody does. */
    String taken() {
        return named().entrySet().stream()
                .filter(each -> !Ports.isFree(each.getValue()))
                .map(each -> each.getValue() + " (" + each.getKey() + ")")
                .collect(Collectors.joining(", "));
    }

    private Map<String, Integer> named() {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put("MariaDB", mariaDb());
        ports.put("Kafka", kafka());
        ports.put("Redis", redis());
        ports.put("simulators", simulators());
        for (var service : SuiteService.values()) {
            ports.put(service.id(), of(service));
        }
        return ports;
    }
}
