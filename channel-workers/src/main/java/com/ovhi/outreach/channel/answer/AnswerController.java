package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What became of answers to those who wrote to an organisation; never what they say. Whose token names no organisation sees
 * those to senders whom nobody could tell an organisation of.
 */
@RestController
@RequestMapping("/api/v1/answers")
@PreAuthorize("hasAnyAuthority('ops','compliance')")
class AnswerController {

    private static final int MAX_LIMIT = 200;

    private final AnswerReading reading;

    AnswerController(AnswerReading reading) {
        this.reading = reading;
    }

    /** Newest first; {@code before} is the {@code next_before} of the page before. */
    @GetMapping
    Page list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(name = "patient_id", required = false) @Nullable Long patientId,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit,
            Caller caller,
            HttpServletRequest request) {
        var size = Math.clamp(limit, 1, MAX_LIMIT);
        var filter = new AnswerFilter(
                parsed("state", state, AnswerState::of),
                parsed("kind", kind, AnswerKind::of),
                parsed("channel", channel, Channel::of),
                patientId);
        var found = reading.page(caller.organizationId(), filter, before, size, Viewer.of(caller, request));
        var items = found.stream().limit(size).toList();
        return new Page(
                items.stream().map(View::of).toList(),
                found.size() > size ? items.getLast().seq() : null);
    }

    /** 404 until a worker has written the order down. */
    @GetMapping("/{id}")
    View get(@PathVariable UUID id, Caller caller, HttpServletRequest request) {
        return reading.find(caller.organizationId(), id, Viewer.of(caller, request))
                .map(View::of)
                .orElseThrow(() -> ProblemException.notFound(
                        "unknown-answer", "There is no such answer, or no worker has heard of it yet"));
    }

    private static <T> @Nullable T parsed(String name, @Nullable String value, Function<String, T> of) {
        try {
            return value == null ? null : of.apply(value);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-" + name, "'" + name + "' has no such value");
        }
    }

    /** {@code nextBefore} is null on the last page. */
    record Page(List<View> items, @Nullable Long nextBefore) {}

    record View(
            UUID id,
            AnswerKind kind,
            UUID inboundId,
            Channel channel,
            @Nullable Long patientId,
            AnswerState state,
            @Nullable String code,
            @Nullable String account,
            @Nullable String providerMessageId,
            int tries,
            Instant askedAt,
            Instant deadline,
            @Nullable Instant settledAt,
            @Nullable DeliveryState deliveryState,
            @Nullable String deliveryCode,
            @Nullable Instant deliveryAt) {

        static View of(Answer answer) {
            var delivery = answer.delivery();
            return new View(
                    answer.id(),
                    answer.kind(),
                    answer.inboundId(),
                    answer.channel(),
                    answer.patientId(),
                    answer.state(),
                    answer.code(),
                    answer.account(),
                    answer.providerMessageId(),
                    answer.tries(),
                    answer.askedAt(),
                    answer.deadline(),
                    answer.settledAt(),
                    delivery == null ? null : delivery.state(),
                    delivery == null ? null : delivery.code(),
                    delivery == null ? null : delivery.at());
        }
    }
}
