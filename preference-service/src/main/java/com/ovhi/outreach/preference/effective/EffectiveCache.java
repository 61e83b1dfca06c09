package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.time.Rest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Effective preferences in Redis, sealed. A version is kept beside each answer and only grows, so a reader that was
 * overtaken by a change cannot put its old answer back. Without Redis everything is a miss. Thread-safe.
 */
@Component
class EffectiveCache {

    private static final Logger log = LoggerFactory.getLogger(EffectiveCache.class);

    /** KEYS version, answer; ARGV version, answer, ttl of answer, ttl of version. */
    private static final RedisScript<Long> STORE = RedisScript.of("""
            local known = tonumber(redis.call('GET', KEYS[1]) or '-1')
            if known > tonumber(ARGV[1]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
            redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
            return 1""", Long.class);

    /** KEYS version, answer; ARGV version, ttl of version. */
    private static final RedisScript<Long> FORGET = RedisScript.of("""
            local known = tonumber(redis.call('GET', KEYS[1]) or '-1')
            if known >= tonumber(ARGV[1]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            redis.call('DEL', KEYS[2])
            return 1""", Long.class);

    private static final int FEW = 16;

    private final StringRedisTemplate redis;
    private final FieldCipher cipher;
    private final CacheKeys keys;
    private final CacheProperties properties;
    private final Rest reading = new Rest();
    private final Rest forgetting = new Rest();

    EffectiveCache(StringRedisTemplate redis, FieldCipher cipher, CacheKeys keys, CacheProperties properties) {
        this.redis = redis;
        this.cipher = cipher;
        this.keys = keys;
        this.properties = properties;
    }

    Optional<EffectivePreferences> get(long organization, long patientId) {
        if (reading.resting()) {
            return Optional.empty();
        }
        var name = keys.pseudonym(organization, patientId);
        var sealed = attempt(() -> redis.opsForValue().get(answer(name)));
        return sealed == null ? Optional.empty() : open(name, sealed);
    }

    /** Those of many patients that it has, in one round trip. */
    Map<PatientRef, EffectivePreferences> get(Set<PatientRef> patients) {
        if (reading.resting()) {
            return Map.of();
        }
        var asked = List.copyOf(patients);
        var names = asked.stream()
                .map(each -> keys.pseudonym(each.organizationId(), each.patientId()))
                .toList();
        var sealed = attempt(() -> redis.opsForValue()
                .multiGet(names.stream().map(EffectiveCache::answer).toList()));
        var found = new HashMap<PatientRef, EffectivePreferences>();
        for (var i = 0; sealed != null && i < asked.size(); i++) {
            var text = sealed.get(i);
            if (text != null) {
                var patient = asked.get(i);
                open(names.get(i), text).ifPresent(answer -> found.put(patient, answer));
            }
        }
        return found;
    }

    /** Keeps answers of which no newer version is known: a few one after the other, many in one round trip. */
    void put(List<EffectivePreferences> answers) {
        if (answers.isEmpty() || reading.resting()) {
            return;
        }
        var ttl = Long.toString(properties.ttl().toMillis());
        var versionTtl = Long.toString(properties.versionTtl().toMillis());
        attempt(() -> {
            each(STORE, answers, (name, answer) -> {
                var sealed = cipher.seal(ContractJson.writeText(answer), context(name));
                return List.of(Long.toString(answer.version()), sealed.ciphertext(), ttl, versionTtl);
            });
            return true;
        });
    }

    /**
     * Drops answers older than this version and keeps them out.
     *
     * @return false when Redis could not be told, so that other instances may still serve them until they expire
     */
    boolean forget(long organization, long patientId, long version) {
        if (forgetting.resting()) {
            reading.rest(properties.ttl());
            return false;
        }
        try {
            var name = keys.pseudonym(organization, patientId);
            redis.execute(
                    FORGET,
                    List.of(version(name), answer(name)),
                    Long.toString(version),
                    Long.toString(properties.versionTtl().toMillis()));
            return true;
        } catch (RuntimeException e) {
            unforgotten(e);
            return false;
        }
    }

    /** Like {@link #forget(long, long, long)} for many: a few one after the other, many in one round trip. */
    void forget(List<EffectivePreferences> changed) {
        if (changed.size() == 1) {
            var only = changed.getFirst();
            forget(only.organizationId(), only.patientId(), only.version());
        } else if (forgetting.resting()) {
            reading.rest(properties.ttl());
        } else if (!changed.isEmpty()) {
            forgetAll(changed);
        }
    }

    private void forgetAll(List<EffectivePreferences> changed) {
        var ttl = Long.toString(properties.versionTtl().toMillis());
        try {
            each(FORGET, changed, (_, each) -> List.of(Long.toString(each.version()), ttl));
        } catch (RuntimeException e) {
            unforgotten(e);
        }
    }

    /** Many take a connection of their own, which costs more than to wait for a few. */
    private void each(
            RedisScript<Long> script,
            List<EffectivePreferences> answers,
            BiFunction<String, EffectivePreferences, List<String>> arguments) {
        if (answers.size() > FEW) {
            pipelined(script, answers, arguments);
            return;
        }
        for (var each : answers) {
            var name = keys.pseudonym(each.organizationId(), each.patientId());
            redis.execute(
                    script,
                    List.of(version(name), answer(name)),
                    arguments.apply(name, each).toArray());
        }
    }

    private void pipelined(
            RedisScript<Long> script,
            List<EffectivePreferences> answers,
            BiFunction<String, EffectivePreferences, List<String>> arguments) {
        var text = utf8(script.getScriptAsString());
        redis.executePipelined((RedisCallback<@Nullable Object>) connection -> {
            for (var each : answers) {
                var name = keys.pseudonym(each.organizationId(), each.patientId());
                var parameters = Stream.concat(
                                Stream.of(version(name), answer(name)), arguments.apply(name, each).stream())
                        .map(EffectiveCache::utf8)
                        .toArray(byte[][]::new);
                connection.scriptingCommands().eval(text, ReturnType.INTEGER, 2, parameters);
            }
            return null;
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void unforgotten(RuntimeException failure) {
        unavailable(failure);
        forgetting.rest(properties.pause());
        // What could not be dropped may still lie there: trust nothing until it has expired.
        reading.rest(properties.ttl());
    }

    private <T> @Nullable T attempt(Supplier<@Nullable T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            unavailable(e);
            reading.rest(properties.pause());
            return null;
        }
    }

    private Optional<EffectivePreferences> open(String name, String sealed) {
        try {
            var json = cipher.open(new Sealed(sealed), context(name));
            return Optional.of(ContractJson.read(json, EffectivePreferences.class));
        } catch (FieldCipher.UnreadableSecret | JacksonException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("A cached answer does not open");
            return Optional.empty();
        }
    }

    private static void unavailable(RuntimeException failure) {
        log.atWarn()
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("Redis does not answer; going on without");
    }

    private static String version(String name) {
        return "outreach:preference:{" + name + "}:version";
    }

    private static String answer(String name) {
        return "outreach:preference:{" + name + "}:answer";
    }

    private static String context(String name) {
        return "effective-preferences|" + name;
    }
}
