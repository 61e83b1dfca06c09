package com.ovhi.outreach.local.deployment;

import com.ovhi.outreach.local.dashboards.Dashboards;
import com.ovhi.outreach.local.dashboards.Dashboards.Panel;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What all dashboards of the project ask. */
public final class Boards {

    private Boards() {}

    /** All dashboards. */
    static List<JsonNode> all() {
        return Dashboards.all(Deployment.ROOT.resolve(Dashboards.FOLDER));
    }

    /** All panels that show something. */
    static Stream<Panel> panels() {
        return all().stream().flatMap(Dashboards::panels);
    }

    /** What is asked of Prometheus, as it is written. */
    public static Stream<String> expressions() {
        return panels().flatMap(panel -> panel.targets("expr"));
    }

    /** What is asked of MySQL, as it is written. */
    public static Stream<String> statements() {
        return panels().flatMap(panel -> panel.targets("rawSql"));
    }
}
