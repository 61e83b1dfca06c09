package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.profile.Profiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What holds for a patient now, from the cache or from the database. */
@Component
class Effective {

    /** Answers to calls that wait to be kept. */
    private static final int MOST_TO_KEEP = 64;

    private final EffectiveCache cache;
    private final Profiles profiles;
    private final Resolver resolver;
    private final AuditTrail trail;
    private final TransactionTemplate transactions;
    private final TransactionTemplate recorded;
    private final MeterRegistry meters;
    private final Coalescer<Long, EffectivePreferences> database;

    /** What it has no room for is read once more when somebody asks again. */
    private final ExecutorService keeper = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_TO_KEEP),
            Thread.ofPlatform().daemon().name("effective-keeper").factory());

    Effective(
            EffectiveCache cache,
            Profiles profiles,
            Resolver resolver,
            AuditTrail trail,
            PlatformTransactionManager transactions,
            ReadingProperties reading,
            MeterRegistry meters) {
        this.cache = cache;
        this.profiles = profiles;
        this.resolver = resolver;
        this.trail = trail;
        recorded = new TransactionTemplate(transactions);
        this.transactions = new TransactionTemplate(transactions);
        this.transactions.setReadOnly(true);
        this.meters = meters;
        database = new Coalescer<>("effective-reader", reading.readers(), reading.together(), this::read, this::keep);
    }

    /** Empty when the organisation has no such patient. */
    Optional<EffectivePreferences> of(long patientId, long organization) {
        var sample = Timer.start(meters);
        var cached = cache.get(organization, patientId);
        var answer = cached.isPresent() ? cached : fromDatabase(patientId, organization);
        var outcome = cached.isPresent() ? "hit" : answer.isPresent() ? "miss" : "unknown";
        sample.stop(meters.timer("outreach.preference.effective", "outcome", outcome));
        return answer;
    }

    /** Of many, those whose organisations have them: one look into the cache, one read for those it lacks. */
    Map<PatientRef, EffectivePreferences> of(Set<PatientRef> patients) {
        var found = new HashMap<>(cache.get(patients));
        var lacking = patients.stream().filter(each -> !found.containsKey(each)).toList();
        count("hit", found.size());
        if (!lacking.isEmpty()) {
            var read = read(lacking.stream().map(PatientRef::patientId).collect(Collectors.toSet()));
            lacking.forEach(each -> {
                var answer = read.get(each.patientId());
                if (answer != null && answer.organizationId() == each.organizationId()) {
                    found.put(each, answer);
                }
            });
            keepSoon(read);
            count("read", lacking.size());
        }
        return found;
    }

    private void keepSoon(Map<Long, EffectivePreferences> answers) {
        try {
            keeper.execute(() -> keep(answers));
        } catch (RejectedExecutionException e) {
            count("unkept", answers.size());
        }
    }

    private void count(String outcome, int patients) {
        meters.counter("outreach.preference.effective.together", "outcome", outcome)
                .increment(patients);
    }

    /** Why each field is what it is, from the database; empty when the organisation has no such patient. */
    Optional<Explanation> explain(long patientId, long organization, Actor actor) {
        var found = recorded.execute(status -> profiles.find(patientId)
                .filter(profile -> profile.organizationId() == organization)
                .map(profile -> {
                    trail.record(organization, patientId, actor, AuditAction.ACCESS, Map.of("what", "explanation"));
                    return Explainer.of(resolver.picture(profile));
                }));
        return found == null ? Optional.empty() : found;
    }

    private Optional<EffectivePreferences> fromDatabase(long patientId, long organization) {
        return database.get(patientId).filter(answer -> answer.organizationId() == organization);
    }

    private Map<Long, EffectivePreferences> read(Set<Long> patientIds) {
        var answers = Objects.requireNonNull(
                transactions.execute(status -> resolver.pictures(profiles.find(patientIds)).stream()
                        .map(picture -> Resolution.of(picture).preferences())
                        .toList()));
        return answers.stream().collect(Collectors.toMap(EffectivePreferences::patientId, Function.identity()));
    }

    /** Nobody waits for it. */
    private void keep(Map<Long, EffectivePreferences> answers) {
        cache.put(List.copyOf(answers.values()));
    }

    @PreDestroy
    void close() {
        database.close();
        keeper.close();
    }
}
