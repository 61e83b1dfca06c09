package com.ovhi.outreach.webhook.reception;

import java.util.List;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** Redis for tests that need none. */
final class Redises {

    private Redises() {}

    /** One that does not answer. */
    static StringRedisTemplate away() {
        return new StringRedisTemplate() {
            @Override
            public <T> T execute(RedisScript<T> script, List<String> keys, Object... args) {
                throw new RedisConnectionFailureException("away");
            }
        };
    }
}
