package com.ovhi.outreach.local.deployment;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboards as their files have them. */
public final class Dashboards {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Dashboards() {}

    /** All dashboards. */
    static List<JsonNode> all() {
        return Deployment.files("deploy/observability/grafana/dashboards").stream()
                .map(file -> JSON.readTree(Deployment.read(file)))
                .toList();
    }

    /** All panels that show something. */
    static Stream<Panel> panels() {
        return all().stream()
                .flatMap(board -> board.path("panels")
                        .valueStream()
                        .filter(panel -> !panel.path("type").asString().equals("row"))
                        .map(panel -> new Panel(board.path("uid").asString(), panel)));
    }

    /** What is asked of Prometheus, variables filled in. */
    public static Stream<String> expressions() {
        return panels().flatMap(panel -> panel.targets("expr"));
    }

    /** What is asked of MySQL, as it is written. */
    public static Stream<String> statements() {
        return panels().flatMap(panel -> panel.targets("rawSql"));
    }

    /** One panel of a dashboard. */
    record Panel(String board, JsonNode json) {

        Stream<String> targets(String field) {
            return json.path("targets")
                    .valueStream()
                    .map(target -> target.path(field).asString(""))
                    .filter(text -> !text.isEmpty());
        }

        @Override
        public String toString() {
            return board + ": " + json.path("title").asString();
        }
    }
}
