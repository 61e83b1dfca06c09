package com.ovhi.outreach.local.dashboards;

import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * Whether every panel of every dashboard shows something, asked of a Prometheus that watches the running suite and of the
 * suite's database. {@code deploy/observability/check-dashboards} starts all of them.
 */
public final class DashboardCheck {

    private static final String USAGE = "Usage: DashboardCheck settings|ask FOLDER-OF-THE-SUITE PROMETHEUS-URL";

    private final PrintStream out;
    private final Path folder;
    private final SuiteConnection suite;

    private DashboardCheck(PrintStream out, Path data) throws IOException {
        this.out = out;
        folder = data.resolve("prometheus");
        suite = SuiteConnection.of(data)
                .orElseThrow(() -> new IOException("no suite was started in " + data + "; start one: deploy/up"));
    }

    /** {@code settings} writes those of a Prometheus for the suite and tells their file; {@code ask} checks the panels. */
    public static void main(String[] args) {
        var out = System.out;
        if (args.length != 3) {
            out.println(USAGE);
            System.exit(2);
        }
        try {
            var check = new DashboardCheck(out, Path.of(args[1]));
            System.exit(
                    switch (args[0]) {
                        case "settings" -> check.settings();
                        case "ask" -> check.ask(new PrometheusApi(args[2])) ? 0 : 1;
                        default -> throw new IOException(USAGE);
                    });
        } catch (IOException e) {
            out.println("The dashboards cannot be checked: " + e.getMessage());
            System.exit(1);
        }
    }

    private int settings() throws IOException {
        var secrets = new Properties();
        try (var in = Files.newInputStream(suite.folder().resolve("secrets.properties"))) {
            secrets.load(in);
        }
        var secret = secrets.getProperty("PROMETHEUS_CLIENT_SECRET");
        if (secret == null) {
            throw new IOException(
                    "the suite was started before it had a client for Prometheus; start it anew: deploy/up");
        }
        out.println(PrometheusSettings.write(folder, suite, secret));
        return 0;
    }

    private boolean ask(PrometheusApi prometheus) throws IOException {
        var findings = findings(prometheus);
        findings.forEach(each -> out.println(each.line()));
        var unread = prometheus.unread();
        unread.forEach(each -> out.println("UNREAD   " + each));
        var broken = prometheus.brokenAlerts();
        broken.forEach(each -> out.println("BROKEN   alert " + each));
        var bad = findings.stream().filter(each -> !each.verdict().good()).count();
        var passed = bad == 0 && broken.isEmpty() && unread.isEmpty();
        out.printf(
                Locale.ROOT,
                "dashboards: %s, %d of %d shown or rightly quiet, %d services cannot be read, %d alerts cannot be judged%n",
                passed ? "passed" : "FAILED",
                findings.size() - bad,
                findings.size(),
                unread.size(),
                broken.size());
        return passed;
    }

    private List<Finding> findings(PrometheusApi prometheus) throws IOException {
        // Prometheus was started right after its settings were written.
        var from = Files.getLastModifiedTime(folder.resolve("prometheus.yml")).toInstant();
        var to = Clock.systemUTC().instant();
        var findings = new ArrayList<Finding>();
        try (var database = new SuiteDatabase(suite.database())) {
            var panels = new PanelCheck(prometheus, database, QuietPanels.read(QuietPanels.FILE), from, to);
            Dashboards.all(Dashboards.FOLDER).forEach(board -> findings.addAll(panels.findings(board)));
        }
        return findings;
    }
}
