package com.ovhi.outreach.local.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;

/** Panels that may show nothing while all is well and the sample feed plays, and why. */
public final class QuietPanels {

    /** Where they are listed, from the folder of the whole project. */
    public static final Path FILE = Path.of("deploy", "observability", "grafana", "quiet-panels.yml");

    private final Map<String, String> reasons;

    private QuietPanels(Map<String, String> reasons) {
        this.reasons = reasons;
    }

    /** Reads the list: {@code "board: title": "reason"}. */
    public static QuietPanels read(Path file) throws IOException {
        Map<?, ?> listed = new Yaml().load(Files.readString(file));
        var reasons = new LinkedHashMap<String, String>();
        listed.forEach((panel, reason) -> reasons.put(String.valueOf(panel), String.valueOf(reason)));
        return new QuietPanels(reasons);
    }

    /** Why a panel may be empty; empty when it may not. */
    Optional<String> reason(Dashboards.Panel panel) {
        return Optional.ofNullable(reasons.get(panel.toString()));
    }

    /** All of them, as {@code board: title}. */
    public Map<String, String> reasons() {
        return Map.copyOf(reasons);
    }
}
