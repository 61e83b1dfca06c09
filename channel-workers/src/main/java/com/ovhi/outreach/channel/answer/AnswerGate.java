package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.permission.AddressPermissions;
import com.ovhi.outreach.common.time.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one way of an answer to a provider: judged against the database while its address, its permissions and the answer
 * itself are held, and claimed, put off or refused in the same transaction.
 */
@Component
class AnswerGate {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int PART_OF_WAIT = 4;

    private final Answers answers;
    private final Correspondences correspondences;
    private final AddressPermissions permissions;
    private final AnswerOutcomes outcomes;
    private final AnswerRules rules;
    private final Clock clock;
    private final Pace pace;

    AnswerGate(
            Answers answers,
            Correspondences correspondences,
            AddressPermissions permissions,
            AnswerOutcomes outcomes,
            Ceilings ceilings,
            Clock clock,
            Pace pace) {
        this.answers = answers;
        this.correspondences = correspondences;
        this.permissions = permissions;
        this.outcomes = outcomes;
        rules = new AnswerRules(ceilings);
        this.clock = clock;
        this.pace = pace;
    }

    /**
     * Until when the provider may be called, which has to be done at once; empty when it must not be.
     *
     * @param template whether it is an approved template rather than free text
     * @param account that will carry it
     */
    @Transactional
    public Optional<Instant> pass(UUID id, boolean template, Account account) {
        return waiting(id).flatMap(answer -> judge(answer, template, account));
    }

    /** Refuses what can never be sent. */
    @Transactional
    public void refuse(UUID id, String code) {
        waiting(id).ifPresent(answer -> outcomes.refused(answer, code));
    }

    /** Puts off what cannot be judged yet, until its time is over. */
    @Transactional
    public void putOff(UUID id, String code) {
        waiting(id).ifPresent(answer -> {
            var now = clock.instant();
            if (now.isBefore(answer.deadline())) {
                answers.postpone(id, code, pause(answer, now));
            } else {
                outcomes.expired(answer, code);
            }
        });
    }

    private Optional<Answer> waiting(UUID id) {
        return answers.lock(id).filter(answer -> answer.state() == AnswerState.WAITING);
    }

    private Optional<Instant> judge(Answer answer, boolean template, Account account) {
        var now = clock.instant();
        var candidate = new Candidate(
                answer,
                template,
                permissions.hold(answer.addressHash(), answer.channel(), answer.patientId()),
                correspondences.hold(answer, now),
                pace.ofReal(Candidate.OWED_FOR));
        var objection = rules.objection(candidate, now);
        if (objection.isEmpty()) {
            answers.open(answer.id(), account.label(), now);
            return Optional.of(candidate.until());
        }
        var code = objection.get().code();
        if (!now.isBefore(answer.deadline())) {
            outcomes.expired(answer, code);
        } else if (objection.get().passing()) {
            answers.postpone(answer.id(), code, pause(answer, now));
        } else {
            outcomes.refused(answer, code);
        }
        return Optional.empty();
    }

    /** What the gate waits for comes within seconds as a rule; what does not is looked for less and less often. */
    private Duration pause(Answer answer, Instant now) {
        var waited = pace.toReal(Duration.between(answer.askedAt(), now)).dividedBy(PART_OF_WAIT);
        if (waited.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return waited.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : waited;
    }
}
