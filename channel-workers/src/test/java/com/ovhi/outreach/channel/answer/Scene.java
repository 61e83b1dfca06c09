package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.answer.Correspondence.Sent;
import com.ovhi.outreach.channel.permission.Standing;
import com.ovhi.outreach.channel.permission.Standing.Block;
import com.ovhi.outreach.channel.permission.Standing.Resident;
import com.ovhi.outreach.channel.permission.Suppression;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer at the gate, and what is known around it, in the words of the tests. Not thread-safe. */
final class Scene {

    static final Instant ASKED = Samples.AT;

    private final AnswerKind kind;
    private Channel channel = Channel.SMS;
    private boolean template;
    private @Nullable Long patientId = Samples.PATIENT;
    private Instant deadline = ASKED.plus(Duration.ofHours(48));
    private @Nullable Block block;
    private @Nullable Resident patient = resident(true, Samples.HASH, Samples.ORGANIZATION);
    private List<Resident> residents = List.of(resident(true, Samples.HASH, Samples.ORGANIZATION));
    private Instant newest = ASKED;
    private @Nullable Instant stoppedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant confirmedStopAt;
    private boolean answeredAlready;
    private final List<Sent> recent = new ArrayList<>();

    private Scene(AnswerKind kind) {
        this.kind = kind;
    }

    static Scene of(AnswerKind kind) {
        return new Scene(kind);
    }

    Scene on(Channel each) {
        channel = each;
        return this;
    }

    Scene asTemplate() {
        template = true;
        return this;
    }

    Scene until(Duration afterAsked) {
        deadline = ASKED.plus(afterAsked);
        return this;
    }

    Scene blocked(Suppression suppression, String reason) {
        return blocked(suppression, reason, ASKED.minusSeconds(60), null);
    }

    Scene blocked(Suppression suppression, String reason, Instant changedAt, @Nullable Instant liftedAt) {
        block = new Block(suppression, reason, changedAt, liftedAt);
        return this;
    }

    Scene allowed(boolean transactional) {
        patient = resident(transactional, Samples.HASH, Samples.ORGANIZATION);
        residents = List.of(patient);
        return this;
    }

    Scene livingAt(@Nullable String hash) {
        patient = resident(true, hash, Samples.ORGANIZATION);
        return this;
    }

    Scene ofOrganization(long organization) {
        patient = resident(true, Samples.HASH, organization);
        return this;
    }

    Scene unheardOf() {
        patient = null;
        return this;
    }

    /** Nobody is named; these live there. */
    Scene ofNobody(boolean... transactional) {
        patientId = null;
        patient = null;
        var living = new ArrayList<Resident>();
        for (var each : transactional) {
            living.add(resident(each, Samples.HASH, Samples.ORGANIZATION));
        }
        residents = living;
        return this;
    }

    Scene newestMessage(Duration afterAsked) {
        newest = ASKED.plus(afterAsked);
        return this;
    }

    Scene stopped(Duration afterAsked) {
        stoppedAt = ASKED.plus(afterAsked);
        return this;
    }

    Scene started(Duration afterAsked) {
        startedAt = ASKED.plus(afterAsked);
        return this;
    }

    Scene confirmedStop(Duration afterAsked) {
        confirmedStopAt = ASKED.plus(afterAsked);
        return this;
    }

    Scene answeredAlready() {
        answeredAlready = true;
        return this;
    }

    Scene sent(AnswerKind each, int times, Duration before) {
        for (var i = 0; i < times; i++) {
            recent.add(new Sent(each, ASKED.minus(before)));
        }
        return this;
    }

    Candidate candidate() {
        return new Candidate(
                new Answer(
                        Samples.JOB,
                        1,
                        kind,
                        Samples.INBOUND,
                        channel,
                        Samples.ORGANIZATION,
                        patientId,
                        Samples.HASH,
                        ASKED,
                        deadline,
                        new Sealed("c2VhbGVk"),
                        AnswerState.WAITING,
                        null,
                        null,
                        null,
                        0,
                        ASKED,
                        null,
                        null),
                template,
                new Standing(block, residents, patient),
                new Correspondence(newest, stoppedAt, startedAt, confirmedStopAt, answeredAlready, recent),
                Candidate.OWED_FOR);
    }

    /** What stands against it so long after it was asked; {@code passes} when nothing does. */
    String verdict(Duration afterAsked) {
        var ceilings = new Ceilings(3, Duration.ofMinutes(10), 10, 1, 3, 6, 3);
        return new AnswerRules(ceilings)
                .objection(candidate(), ASKED.plus(afterAsked))
                .map(it -> it.passing() ? "waits:" + it.code() : it.code())
                .orElse("passes");
    }

    String verdict() {
        return verdict(Duration.ofSeconds(2));
    }

    private static Resident resident(boolean transactional, @Nullable String hash, long organization) {
        return new Resident(Samples.PATIENT, organization, transactional, hash);
    }
}
