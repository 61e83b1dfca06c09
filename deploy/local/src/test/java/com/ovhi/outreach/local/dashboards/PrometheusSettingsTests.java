package com.ovhi.outreach.local.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.deployment.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What a Prometheus for a suite on this machine has in common with the real one. */
class PrometheusSettingsTests {

    private static final List<String> SERVICES = List.of(
            "orchestrator-service",
            "preference-service",
            "template-service",
            "scheduler-service",
            "segment-service",
            "channel-workers",
            "webhook-service",
            "reply-parser-service",
            "analytics-service",
            "ml-optimizer-service");
    private static final String ORIGINAL = Deployment.read(Deployment.ROOT.resolve(PrometheusSettings.ORIGINAL));

    @Test
    void changesAddressesAndNothingElse() {
        Map<String, Object> original = new Yaml().load(ORIGINAL);
        Map<String, Object> fitted =
                new Yaml().load(PrometheusSettings.fitted(ORIGINAL, suite(SERVICES), Path.of("/data/client-secret")));

        assertThat(fitted.get("global")).isEqualTo(original.get("global"));
        assertThat(fitted.toString())
                .contains(
                        "job_name=outreach",
                        "metrics_path=/actuator/prometheus",
                        "client_id=prometheus",
                        "client_secret_file=/data/client-secret",
                        "token_url=http://127.0.0.1:15099/oauth2/token")
                .contains(IntStream.rangeClosed(15081, 15090)
                        .mapToObj(port -> "127.0.0.1:" + port)
                        .toList())
                .contains("127.0.0.1:15099")
                .contains("deploy/observability/prometheus/rules/*.yml")
                .doesNotContain("simulators:", "-service:", "/etc/prometheus");
    }

    @Test
    void missesNoService() {
        assertThatThrownBy(() -> PrometheusSettings.fitted(
                        ORIGINAL, suite(SERVICES.subList(0, 9)), Path.of("/data/client-secret")))
                .hasMessageContaining("ml-optimizer-service");
    }

    private static SuiteConnection suite(List<String> services) {
        var addresses = Stream.iterate(0, each -> each < services.size(), each -> each + 1)
                .collect(Collectors.toMap(services::get, each -> "http://127.0.0.1:" + (15081 + each)));
        return new SuiteConnection(
                Path.of("data"),
                "",
                new SuiteConnection.Database("", "", "", ""),
                "http://127.0.0.1:15099",
                Path.of("clock"),
                addresses);
    }
}
