package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.RetryLater;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * Hears of our own changes, too. Whoever committed one drops the cached answer at once; if it was killed before it could,
 * or Redis was out of its reach, this does.
 */
@Configuration(proxyBeanMethods = false)
class CacheEvents {

    @Bean
    Consumer<Message<List<byte[]>>> preferences(
            EventConsumers consumers, EffectiveCache cache, CacheProperties properties, Clock clock) {
        return consumers
                .named("preference.cache")
                .onEvery(PreferenceChanged.class, (change, _) -> {
                    var matters =
                            change.changedAt().plus(properties.versionTtl()).isAfter(clock.instant());
                    if (matters && !cache.forget(change.organizationId(), change.patientId(), change.version())) {
                        throw new RetryLater("redis");
                    }
                })
                .build();
    }
}
