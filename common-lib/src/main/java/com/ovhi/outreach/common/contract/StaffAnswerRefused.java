package com.ovhi.outreach.common.contract;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code staff.answer.refused}: what staff wanted a template to answer became no job. {@code answerId} is the id of the request as well; {@code reason} is vocabulary: the rule that was in the way.
 */
public record StaffAnswerRefused(UUID answerId, long organizationId, long patientId, String reason, Instant refusedAt) {

    private static final String SUBJECT = "staff-answer/";

    private static final Pattern FORM = Pattern.compile(SUBJECT + "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    /** The {@code subjectRef} of the request for such an answer, and of its jobs. */
    public static String subject(UUID answerId) {
        return SUBJECT + answerId;
    }

    /** The answer that a {@code subjectRef} names; empty when it names something else. */
    public static Optional<UUID> answer(@Nullable String subjectRef) {
        return Optional.ofNullable(subjectRef)
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(match -> UUID.fromString(match.group(1)));
    }
}
