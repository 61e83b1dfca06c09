package com.ovhi.outreach.orchestrator;

import com.ovhi.outreach.common.contract.ContractJson;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * What callers send is read strictly: an unknown or repeated field is a mistake, and would be a message too early, too late
 * or to the wrong ones if it were passed over. Events and answers of other services may say more than this service knows.
 */
@Configuration(proxyBeanMethods = false)
public class StrictBodies {

    /** For bodies that are read by hand. */
    public static final JsonMapper MAPPER =
            strict(ContractJson.mapper().rebuild()).build();

    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return StrictBodies::strict;
    }

    private static <B extends MapperBuilder<?, B>> B strict(B builder) {
        return builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }
}
