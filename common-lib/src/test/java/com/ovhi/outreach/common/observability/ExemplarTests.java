package com.ovhi.outreach.common.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;

/** What a service tells Prometheus while its work is traced. */
class ExemplarTests {

    /** As Prometheus asks. */
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

    private static final Pattern WITH_EXEMPLAR = Pattern.compile("(?m)^([a-z_]+)\\S* \\S+ # \\{.*$");

    private final ApplicationContextRunner services = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class, PrometheusMetricsExportAutoConfiguration.class))
            .withBean(SpanContext.class, Traced::new)
            .withInitializer(context -> addDefaults(context.getEnvironment()));

    private static void addDefaults(ConfigurableEnvironment environment) {
        try {
            new YamlPropertySourceLoader()
                    .load("defaults", new ClassPathResource("common-defaults.yml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Debian's Prometheus refuses the whole answer otherwise: every panel and every alert would be blind. */
    @Test
    void onlyBucketsAndCountersNameATraceAsAnExample() {
        services.run(context -> {
            var meters = context.getBean(PrometheusMeterRegistry.class);
            meters.timer("plain").record(Duration.ofMillis(3));
            Timer.builder("measured")
                    .publishPercentileHistogram()
                    .register(meters)
                    .record(Duration.ofMillis(3));
            meters.counter("counted").increment();

            var told = meters.scrape(OPEN_METRICS);

            assertThat(told).contains("plain_seconds_count 1");
            assertThat(WITH_EXEMPLAR.matcher(told).results().map(each -> each.group(1)))
                    .contains("measured_seconds_bucket", "counted_total")
                    .allMatch(name -> name.endsWith("_bucket") || name.endsWith("_total"));
        });
    }

    /** Everything happens in a span that is kept. */
    private static final class Traced implements SpanContext {

        @Override
        public String getCurrentTraceId() {
            return "0198c7b2a1b2c3d4e5f60718293a4b5c";
        }

        @Override
        public String getCurrentSpanId() {
            return "e5f60718293a4b5c";
        }

        @Override
        public boolean isCurrentSpanSampled() {
            return true;
        }

        @Override
        public void markCurrentSpanAsExemplar() {
            // Nobody looks.
        }
    }
}
