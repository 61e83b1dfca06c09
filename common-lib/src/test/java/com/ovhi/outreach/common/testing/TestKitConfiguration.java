package com.ovhi.outreach.common.testing;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Beans of the test kit. */
@TestConfiguration(proxyBeanMethods = false)
class TestKitConfiguration {

    @Bean
    SettableClock clock() {
        return new SettableClock();
    }

    @Bean
    TestTokens testTokens() {
        return TestServers.identity();
    }

    @Bean(destroyMethod = "close")
    TestKafka testKafka() {
        return new TestKafka(TestServers.bootstrapServers());
    }
}
