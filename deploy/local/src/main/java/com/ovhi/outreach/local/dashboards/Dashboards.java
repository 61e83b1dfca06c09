package com.ovhi.outreach.local.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboards as their files have them. */
public final class Dashboards {

    /** Where they lie, from the folder of the whole project. */
    public static final Path FOLDER = Path.of("deploy", "observability", "grafana", "dashboards");

    private static final JsonMapper JSON = JsonMapper.shared();

    private Dashboards() {}

    /** All of them, in the order of their files' names. */
    public static List<JsonNode> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(JSON::readTree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The panels of a dashboard that show something. */
    public static Stream<Panel> panels(JsonNode board) {
        return board.path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asString().equals("row"))
                .map(panel -> new Panel(board.path("uid").asString(), panel));
    }

    /** What a reader may choose on a dashboard, and that is looked up. */
    static List<Variable> variables(JsonNode board) {
        return board.path("templating")
                .path("list")
                .valueStream()
                .filter(each -> each.path("type").asString().equals("query"))
                .map(each -> new Variable(
                        each.path("name").asString(),
                        each.path("datasource").path("type").asString(),
                        each.path("query").asString()))
                .toList();
    }

    /**
     * Something to choose.
     *
     * @param source {@code prometheus} or {@code mysql}
     * @param query what there is to choose from
     */
    record Variable(String name, String source, String query) {}

    /**
     * One panel.
     *
     * @param board the id of its dashboard
     */
    public record Panel(String board, JsonNode json) {

        /** What people call it. */
        public String title() {
            return json.path("title").asString();
        }

        /** What it asks, as it is written: of Prometheus {@code expr}, of the database {@code rawSql}. */
        public Stream<String> targets(String field) {
            return json.path("targets")
                    .valueStream()
                    .map(target -> target.path(field).asString(""))
                    .filter(text -> !text.isEmpty());
        }

        @Override
        public String toString() {
            return board + ": " + title();
        }
    }
}
