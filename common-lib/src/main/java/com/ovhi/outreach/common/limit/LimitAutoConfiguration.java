package com.ovhi.outreach.common.limit;

import com.ovhi.outreach.common.crypto.CryptoAutoConfiguration;
import com.ovhi.outreach.common.crypto.CryptoProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Base64;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Request limits of a service that has Redis. */
@AutoConfiguration(
        after = CryptoAutoConfiguration.class,
        afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(StringRedisTemplate.class)
@ConditionalOnBean(StringRedisTemplate.class)
@EnableConfigurationProperties(LimitProperties.class)
public final class LimitAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RequestLimits requestLimits(
            StringRedisTemplate redis, CryptoProperties crypto, LimitProperties properties, MeterRegistry meters) {
        return new SharedRequestLimits(
                redis,
                new LocalRequestLimits(System::nanoTime),
                Base64.getDecoder().decode(crypto.indexKey()),
                properties.pause(),
                meters);
    }
}
