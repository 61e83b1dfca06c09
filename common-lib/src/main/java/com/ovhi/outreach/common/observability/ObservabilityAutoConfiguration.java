package com.ovhi.outreach.common.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;

/** Common tags of metrics, access to the current trace, and what it must not hold. */
@AutoConfiguration
@EnableConfigurationProperties(CredentialExpiry.class)
public final class ObservabilityAutoConfiguration {

    @Bean
    TraceContext traceContext(
            ObjectProvider<Tracer> tracer, @Value("${management.tracing.sampling.probability:0.1}") double sampling) {
        return new TraceContext(tracer.getIfAvailable(), sampling);
    }

    @Bean
    SecretFreeTraces secretFreeTraces() {
        return new SecretFreeTraces();
    }

    @Bean
    MeterRegistryCustomizer<MeterRegistry> applicationTag(@Value("${spring.application.name}") String application) {
        return registry -> registry.config().commonTags("application", application);
    }
}
