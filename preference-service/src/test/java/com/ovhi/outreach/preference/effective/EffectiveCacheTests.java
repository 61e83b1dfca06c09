package com.ovhi.outreach.preference.effective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Patients;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceTest(schema = "ovhi_preference")
class EffectiveCacheTests {

    private static long nextPatient = 900_000;

    private final EffectiveCache cache;
    private final CacheKeys keys;
    private final StringRedisTemplate redis;
    private final TestKafka kafka;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SettableClock clock;
    private final Api api;
    private final long patient = nextPatient++;

    EffectiveCacheTests(
            EffectiveCache cache,
            CacheKeys keys,
            StringRedisTemplate redis,
            TestKafka kafka,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            SettableClock clock,
            TestTokens tokens,
            @LocalServerPort int port) {
        this.cache = cache;
        this.keys = keys;
        this.redis = redis;
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        api = new Api(port, tokens);
    }

    @Test
    void givesBackWhatItWasGiven() {
        cache.put(List.of(answer(1)));

        assertThat(cache.get(16, patient)).contains(answer(1));
        assertThat(cache.get(17, patient)).isEmpty();
    }

    @Test
    void givesBackThoseOfManyThatItHas() {
        var other = nextPatient++;
        cache.put(List.of(answer(1)));

        assertThat(cache.get(
                        Set.of(new PatientRef(16, patient), new PatientRef(17, patient), new PatientRef(16, other))))
                .isEqualTo(Map.of(new PatientRef(16, patient), answer(1)));
    }

    @Test
    void holdsNothingReadableAndNotForLong() {
        cache.put(List.of(answer(1)));

        var name = "outreach:preference:{" + keys.pseudonym(16, patient) + "}:answer";
        assertThat(name).doesNotContain(Long.toString(patient));
        assertThat(redis.opsForValue().get(name)).doesNotContain("555").doesNotContain("New_York");
        assertThat(redis.getExpire(name)).isBetween(1L, 60L);
    }

    @Test
    void keepsOutAReaderThatWasOvertakenByAChange() {
        cache.put(List.of(answer(1)));
        cache.forget(16, patient, 2);

        cache.put(List.of(answer(1)));

        assertThat(cache.get(16, patient)).isEmpty();
        cache.put(List.of(answer(2)));
        assertThat(cache.get(16, patient)).contains(answer(2));
    }

    @Test
    void isNotTakenInByALateInvalidation() {
        cache.put(List.of(answer(3)));

        cache.forget(16, patient, 2);

        assertThat(cache.get(16, patient)).contains(answer(3));
    }

    @Test
    void servesFromTheCacheUntilAChangeIsCommitted() {
        var id = Patients.aPatient().withPhone(Patients.freshPhone()).register(kafka);
        api.awaitChannel(id, Channel.SMS, null);
        awaitCached(id);
        transactions.executeWithoutResult(
                status -> jdbc.update("UPDATE patient_comm_prefs SET language = 'ko' WHERE patient_id = ?", id));
        assertThat(language(id))
                .as("from the cache, behind whose back the row changed")
                .isEqualTo("es-MX");

        var staff = api.staff(Patients.ORGANIZATION);
        api.patch("/preferences/" + id, staff, "{\"best_hour\":9}", "*");

        assertThat(language(id)).isEqualTo("ko");
    }

    /** The instance that committed it was killed before it could drop the answer. */
    @Test
    void forgetsWhatAnotherInstanceChangedButCouldNotForget() {
        cache.put(List.of(answer(1)));

        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        patient,
                        16,
                        2,
                        List.of("America/New_York"),
                        "en",
                        LocalTime.of(22, 0),
                        LocalTime.of(8, 0),
                        null,
                        Map.of(Channel.SMS, new PreferenceChanged.Permission(false, false, "hash", null)),
                        clock.instant()));

        await().untilAsserted(() -> assertThat(cache.get(16, patient)).isEmpty());
        cache.put(List.of(answer(1)));
        assertThat(cache.get(16, patient)).as("kept out").isEmpty();
    }

    @Test
    void dropsManyAnswersAtOnceButNoNewerOne() {
        var other = nextPatient++;
        cache.put(List.of(answer(1)));
        cache.put(List.of(answer(other, 5)));

        cache.forget(List.of(answer(2), answer(other, 4)));

        assertThat(cache.get(16, patient)).isEmpty();
        assertThat(cache.get(16, other)).contains(answer(other, 5));
        cache.put(List.of(answer(1)));
        assertThat(cache.get(16, patient)).isEmpty();
    }

    @Test
    void answersTheSameAfterRedisForgotEverything() {
        var id = Patients.aPatient().withPhone(Patients.freshPhone()).register(kafka);
        var before = api.awaitChannel(id, Channel.SMS, null);

        redis.execute((RedisCallback<@Nullable Object>) connection -> {
            connection.serverCommands().flushAll();
            return null;
        });

        assertThat(api.awaitChannel(id, Channel.SMS, null)).isEqualTo(before);
        awaitCached(id);
        assertThat(cache.get(Patients.ORGANIZATION, id)).contains(before);
    }

    /** Answers are given before they are kept. */
    private void awaitCached(long id) {
        await().until(() -> cache.get(Patients.ORGANIZATION, id).isPresent());
    }

    private String language(long id) {
        return api.effective(id, Patients.ORGANIZATION).json().path("language").asString();
    }

    private EffectivePreferences answer(long version) {
        return answer(patient, version);
    }

    private static EffectivePreferences answer(long id, long version) {
        return new EffectivePreferences(
                id,
                16,
                version,
                "America/New_York",
                List.of("America/New_York"),
                "en",
                LocalTime.of(22, 0),
                LocalTime.of(8, 0),
                null,
                null,
                null,
                Map.of(Channel.SMS, new ChannelPreference(true, false, "+12125550100", "hash", null)));
    }
}
