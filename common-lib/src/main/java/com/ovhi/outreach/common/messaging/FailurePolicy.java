package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/**
 * How often a failed record is tried again: never when it is poison, for ever when a server we need is down (an outage
 * is not the record's fault), and 1, 2, 4, 8, 16 s otherwise.
 */
public final class FailurePolicy {

    private static final int MAX_CAUSES = 20;

    /** Unauthorized, forbidden, time-out, too early, too many: of a deploy or a rush, not of what was asked. */
    private static final Set<Integer> NO_ANSWERS = Set.of(401, 403, 408, 425, 429);

    /** What a server says, or somebody in front of it, that answers nobody just now. */
    private static final Set<Integer> SILENCE = Set.of(401, 403, 408, 425, 429, 502, 503, 504);

    private FailurePolicy() {}

    static BackOff backOff(ConsumerRecord<?, ?> record, Exception failure) {
        if (is(failure, PoisonRecord.class) || is(failure, UnreadableSecret.class)) {
            return new FixedBackOff(0, 0);
        }
        return outage(failure) ? untilHealed() : fiveTimes();
    }

    static String code(Exception failure) {
        return causes(failure)
                .filter(PoisonRecord.class::isInstance)
                .map(each -> ((PoisonRecord) each).code())
                .findFirst()
                .orElseGet(() -> rootOf(failure).getClass().getSimpleName());
    }

    static Throwable rootOf(Exception failure) {
        return causes(failure).reduce((first, second) -> second).orElse(failure);
    }

    /** Whether a server we need is down, which is not the fault of what was being done. */
    public static boolean outage(Exception failure) {
        return Stream.of(
                                RetryLater.class,
                                TransientDataAccessException.class,
                                RecoverableDataAccessException.class,
                                DataAccessResourceFailureException.class,
                                CannotCreateTransactionException.class,
                                TransactionSystemException.class,
                                OAuth2AuthorizationException.class,
                                java.sql.SQLTransientException.class,
                                java.sql.SQLRecoverableException.class)
                        .anyMatch(type -> is(failure, type))
                || causes(failure).anyMatch(FailurePolicy::noAnswer);
    }

    /** Whether it is an {@link #outage} for everybody: a service that fails at one question may well answer the next. */
    public static boolean silence(Exception failure) {
        return outage(failure)
                && causes(failure)
                        .noneMatch(each -> each instanceof RestClientResponseException answer
                                && !SILENCE.contains(answer.getStatusCode().value()));
    }

    /** Whether a service could not answer; that it does not know or trust us is no answer about the record either. */
    private static boolean noAnswer(Throwable failure) {
        return failure instanceof RestClientException
                && !(failure instanceof HttpClientErrorException refused
                        && !NO_ANSWERS.contains(refused.getStatusCode().value()));
    }

    private static boolean is(Exception failure, Class<? extends Throwable> type) {
        return causes(failure).anyMatch(type::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(MAX_CAUSES);
    }

    private static BackOff untilHealed() {
        var backOff = new ExponentialBackOff(100, 2);
        backOff.setMaxInterval(5_000);
        backOff.setJitter(50);
        return backOff;
    }

    private static BackOff fiveTimes() {
        var backOff = new ExponentialBackOff(1_000, 2);
        backOff.setMaxAttempts(5);
        backOff.setJitter(200);
        return backOff;
    }
}
