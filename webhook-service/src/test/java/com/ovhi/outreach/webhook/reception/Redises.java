package com.ovhi.outreach.webhook.reception;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ValueOperations;

/** Redis for tests that need none. */
final class Redises {

    private Redises() {}

    /** One that does not answer. */
    static StringRedisTemplate away() {
        return new StringRedisTemplate() {
            @Override
            public ValueOperations<String, String> opsForValue() {
                throw new RedisConnectionFailureException("away");
            }
        };
    }
}
