package com.ovhi.outreach.common.provider;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** For services that hear providers' codes: imported by them, not automatic, for it needs a table in their schema. */
@Configuration(proxyBeanMethods = false)
@Import(UnknownCodeController.class)
public class ProviderCodesConfiguration {

    @Bean
    UnknownCodes unknownCodes(MeterRegistry meters) {
        return new UnknownCodes(meters);
    }

    @Bean
    CodeBook codeBook(UnknownCodes codes) {
        return new CodeBook(codes);
    }

    @Bean
    UnknownCodeStore unknownCodeStore(UnknownCodes codes, JdbcClient jdbc, TransactionOperations transactions) {
        return new UnknownCodeStore(codes, jdbc, transactions);
    }
}
