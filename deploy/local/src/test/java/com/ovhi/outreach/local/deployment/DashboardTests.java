package com.ovhi.outreach.local.deployment;

import static com.ovhi.outreach.local.deployment.Deployment.ROOT;
import static com.ovhi.outreach.local.deployment.Deployment.files;
import static com.ovhi.outreach.local.deployment.Deployment.list;
import static com.ovhi.outreach.local.deployment.Deployment.map;
import static com.ovhi.outreach.local.deployment.Deployment.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.local.dashboards.Dashboards.Panel;
import com.ovhi.outreach.local.dashboards.QuietPanels;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Checks the dashboards as files: every panel says what it shows, in which unit, and from when on it is bad. */
class DashboardTests {

    private static final Set<String> METERS = Deployment.meters();
    private static final Set<String> SOURCES = files("deploy/observability/grafana/provisioning/datasources").stream()
            .flatMap(file -> list(map(new Yaml().load(read(file))).get("datasources")).stream())
            .map(source -> String.valueOf(map(source).get("uid")))
            .collect(Collectors.toSet());
    private static final Pattern BOARD = Pattern.compile("/d/([a-z-]+)");

    static Stream<Panel> panels() {
        return Boards.panels();
    }

    @Test
    void thereIsOneForEachConcern() {
        assertThat(Boards.all().stream().map(board -> board.path("uid").asString()))
                .containsExactlyInAnyOrder(
                        "outreach-overview",
                        "outreach-delivery",
                        "outreach-scheduler",
                        "outreach-campaigns",
                        "outreach-replies",
                        "outreach-compliance",
                        "outreach-infrastructure");
        assertThat(Boards.all())
                .allSatisfy(board ->
                        assertThat(board.path("description").asString()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("panels")
    void saysWhatItShows(Panel panel) {
        var defaults = panel.json().path("fieldConfig").path("defaults");

        assertThat(panel.json().path("title").asString()).isNotBlank();
        assertThat(panel.json().path("description").asString()).endsWith(".").hasSizeGreaterThan(20);
        assertThat(defaults.path("unit").asString()).isNotBlank();
        assertThat(defaults.path("thresholds").path("steps").size())
                .as("from when on it is bad; what is neither good nor bad is blue")
                .isGreaterThan(
                        defaults.at("/thresholds/steps/0/color").asString().equals("blue") ? 0 : 1);
        assertThat(SOURCES).contains(panel.json().path("datasource").path("uid").asString());
        assertThat(Stream.concat(panel.targets("expr"), panel.targets("rawSql")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("panels")
    void asksForMetricsThatExist(Panel panel) {
        assertThat(panel.targets("expr")
                        .flatMap(each -> Deployment.ours(each).stream())
                        .map(Deployment::meter))
                .isSubsetOf(METERS);
    }

    @ParameterizedTest
    @MethodSource("panels")
    void leadsOnToDashboardsThatExist(Panel panel) {
        var known =
                Boards.all().stream().map(board -> board.path("uid").asString()).collect(Collectors.toSet());

        panel.json().path("links").forEach(link -> {
            var target = BOARD.matcher(link.path("url").asString());
            assertThat(target.find()).isTrue();
            assertThat(known).contains(target.group(1));
        });
    }

    @ParameterizedTest
    @MethodSource("panels")
    void liesBesideTheOthers(Panel panel) {
        var place = panel.json().path("gridPos");

        assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
        assertThat(Boards.panels()
                        .filter(other -> other.board().equals(panel.board()))
                        .filter(other -> other.json().path("gridPos").equals(place)))
                .hasSize(1);
    }

    @Test
    void theOverviewLeadsToAllOthers() {
        var links = Boards.panels()
                .filter(panel -> panel.board().equals("outreach-overview"))
                .flatMap(panel -> panel.json().path("links").valueStream())
                .map(link -> link.path("url").asString().replace("/d/", ""))
                .collect(Collectors.toSet());

        assertThat(Boards.all())
                .extracting(board -> board.path("uid").asString())
                .filteredOn(uid -> !uid.equals("outreach-overview"))
                .isSubsetOf(links);
    }

    /** Whoever runs the suite elsewhere has the console elsewhere, and cannot edit what comes from files. */
    @Test
    void letsPeopleSayWhereTheConsoleIs() {
        assertThat(Boards.all())
                .allSatisfy(board -> assertThat(
                                board.path("templating").path("list").valueStream())
                        .filteredOn(each -> each.path("name").asString().equals("consoleUrl"))
                        .singleElement()
                        .satisfies(
                                each -> assertThat(each.path("type").asString()).isEqualTo("textbox")));
    }

    @Test
    void onlyPanelsThatExistMayBeQuietAndTellWhy() throws IOException {
        var quiet = QuietPanels.read(ROOT.resolve(QuietPanels.FILE)).reasons();

        assertThat(Boards.panels().map(Panel::toString)).containsAll(quiet.keySet());
        assertThat(quiet.values()).allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(20));
    }

    /** Nobody could see it on a dashboard if it were anywhere in the statistics. */
    @Test
    void readsTheStatisticsAndNothingElse() {
        assertThat(Boards.statements())
                .isNotEmpty()
                .allSatisfy(sql -> assertThat(sql)
                        .matches("(?s)SELECT .+ FROM comm_stats WHERE .+")
                        .doesNotContainPattern("(?i)\\b(JOIN|UNION|patient|job_id)\\b"));
        assertThat(read(ROOT.resolve("deploy/docker/mysql-init.sh")))
                .contains("GRANT SELECT, CREATE ON ovhi_analytics.comm_stats TO 'outreach_statistics'");
    }
}
